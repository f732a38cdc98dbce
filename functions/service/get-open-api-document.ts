import { contracts } from '../contracts/index.ts';
import { openApiDocument } from '../contracts/openapi.ts';
import { getOpenApiDocument as contract } from '../contracts/service.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';

/** the API documentation, made from the same declarations as the routes. */
export const getOpenApiDocument: Operation<typeof contract, undefined> = async () =>
  done(openApiDocument(Object.values(contracts)));

export const handler = lambda(contract, getOpenApiDocument, () => undefined);
