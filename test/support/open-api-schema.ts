import * as z from 'zod';

/**
 * The structure of an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1), as far as ours uses it; whatever else
 * stands in it is refused. Schemas are JSON Schema 2020-12 and are checked by their own means.
 */
const JsonSchema = z.record(z.string(), z.unknown());
const Text = z.string().min(1);

const MediaType = z
  .strictObject({
    schema: JsonSchema,
    example: z.unknown().optional(),
    examples: z.record(z.string(), z.strictObject({ value: z.unknown() })).optional(),
  })
  .refine(({ example, examples }) => example === undefined || examples === undefined, 'example and examples exclude each other');

const Parameter = z
  .strictObject({
    name: Text,
    in: z.enum(['path', 'query', 'header', 'cookie']),
    required: z.boolean().optional(),
    description: z.string().optional(),
    schema: JsonSchema,
    example: z.unknown().optional(),
  })
  .refine((parameter) => parameter.in !== 'path' || parameter.required === true, 'a path parameter is required');

const Header = z.strictObject({ schema: JsonSchema, description: z.string().optional() });

const Response = z.strictObject({
  description: Text,
  headers: z.record(z.string(), Header).optional(),
  content: z.record(z.string(), MediaType).optional(),
});

const Operation = z.strictObject({
  operationId: z.string().regex(/^[a-z][A-Za-z]+$/),
  tags: z.array(Text).nonempty(),
  summary: Text,
  description: Text,
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(Parameter),
  requestBody: z.strictObject({ required: z.boolean(), content: z.record(z.string(), MediaType) }).optional(),
  responses: z.record(z.string().regex(/^[1-5]\d\d$/), Response),
});

const PathItem = z.strictObject({
  get: Operation.optional(),
  post: Operation.optional(),
  put: Operation.optional(),
  delete: Operation.optional(),
});

const SecurityScheme = z.union([
  z.strictObject({ type: z.literal('http'), scheme: Text, description: z.string().optional() }),
  z.strictObject({ type: z.literal('mutualTLS'), description: z.string().optional() }),
]);

export const OpenApi = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({
    title: Text,
    version: Text,
    description: Text,
    license: z.strictObject({ name: Text, identifier: Text }),
  }),
  tags: z.array(z.strictObject({ name: Text, description: Text })),
  paths: z.record(z.string().startsWith('/v1/'), PathItem),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[A-Za-z0-9._-]+$/), JsonSchema),
    securitySchemes: z.record(z.string(), SecurityScheme),
  }),
});

export type OpenApi = z.output<typeof OpenApi>;
export type OpenApiOperation = z.output<typeof Operation>;

/** A validator of one schema of the document, which may point to its components. */
export function validatorOf({ components }: OpenApi, schema: z.output<typeof JsonSchema>): z.ZodType {
  const $defs = withLocalReferences(components.schemas);

  return z.fromJSONSchema({ ...(withLocalReferences(schema) as object), $defs } as Parameters<typeof z.fromJSONSchema>[0]);
}

function withLocalReferences(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"#/$defs/'));
}
