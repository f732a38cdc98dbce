import { contracts } from '../contracts/index.ts';
import { openApiDocument } from '../contracts/openapi.ts';
import { getOpenApiDocument as contract } from '../contracts/service.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';

let document: ReturnType<typeof openApiDocument> | undefined;

/** the API documentation, made from the same declarations as the routes, once per instance. */
export const getOpenApiDocument: Operation<typeof contract> = async () => {
  document ??= openApiDocument(Object.values(contracts));

  return done(document);
};

export const handler = lambda(contract, getOpenApiDocument);
