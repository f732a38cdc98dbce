import * as z from 'zod';
import { EventEnvelope, type EventSource } from './envelope.ts';

/** The declaration of one event: what it says, how it looks on the bus, and who acts on it. */
type EventDeclaration<Type extends string, Data extends z.ZodObject> = {
  readonly type: Type;
  /** Moves by one when the data changes in a way a consumer may notice. */
  readonly version: number;
  readonly source: EventSource;
  readonly summary: string;
  /** Files under functions/listeners, or `core-banking` for the bank's own rules on the bus. */
  readonly listeners: readonly string[];
  readonly data: Data;
  /** A whole envelope as the bus carries it; checked against the schema by a test. */
  readonly example: EventEnvelope & { readonly type: Type; readonly data: z.output<Data> };
};

/** Keeps the literal types of a declaration and adds the schema of the whole envelope. */
export function defineEvent<const Type extends string, Data extends z.ZodObject>(declaration: EventDeclaration<Type, Data>) {
  const schema = EventEnvelope.extend({
    type: z.literal(declaration.type),
    version: z.literal(declaration.version),
    data: declaration.data,
  });

  return { ...declaration, schema };
}
