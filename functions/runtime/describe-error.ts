/** What a log may tell of an error. Absent is what the error does not say. */
export type ErrorDescription = {
  /** Its name; AWS's error code, if AWS answered. */
  readonly error: string;
  /** The names of its cause, of that one's cause, and so on. */
  readonly causes?: readonly string[];
  /** Codes that say why: of the writes of a cancelled transaction, of Node (`ECONNRESET`), or `reasons` of our own errors. */
  readonly reasons?: readonly string[];
  /** The request as AWS knows it. */
  readonly awsRequestId?: string;
  /** Where it was thrown. */
  readonly at?: string;
};

/** What errors of Node, of our own and of AWS carry beside a name. */
type Reasoned = Error & {
  readonly code?: unknown;
  readonly reasons?: readonly string[];
  /** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html */
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
  readonly $metadata?: { readonly requestId?: string };
};

/**
 * Describes an error by names, codes and places. Never by its message: those of AWS, zod and others quote what was
 * sent, and a log holds nothing personal (C-12).
 */
export function describeError(thrown: unknown): ErrorDescription {
  const [error, ...causes] = chainOf(thrown);
  if (error === undefined) return { error: typeof thrown };

  const chain = [error, ...causes];
  const reasons = [...new Set(chain.flatMap(reasonsOf))];
  const awsRequestId = chain.map(({ $metadata }) => $metadata?.requestId).find((id) => id !== undefined);
  const at = placeOf(error);

  return {
    error: error.name,
    ...(causes.length > 0 && { causes: causes.map(({ name }) => name) }),
    ...(reasons.length > 0 && { reasons }),
    ...(awsRequestId !== undefined && { awsRequestId }),
    ...(at !== undefined && { at }),
  };
}

/** An error and its causes. Errors that cause each other end the chain. */
function chainOf(thrown: unknown): Reasoned[] {
  const chain: Reasoned[] = [];
  for (let link = thrown; link instanceof Error && !chain.includes(link); link = link.cause) chain.push(link);

  return chain;
}

/** 'None' stands for the writes of a cancelled transaction that were not why. */
function reasonsOf({ code, reasons, CancellationReasons }: Reasoned): string[] {
  const cancellations = listOf(CancellationReasons).map(({ Code }) => Code);

  return [code, ...listOf(reasons), ...cancellations]
    .filter((reason) => typeof reason === 'string')
    .filter((reason) => reason !== 'None');
}

/** Errors of others may use a property's name for something else. */
function listOf<T>(list: readonly T[] | undefined): readonly T[] {
  return Array.isArray(list) ? list : [];
}

/** The stack's first line. The message goes first: one of several lines could look like a place. */
function placeOf({ stack, message }: Error): string | undefined {
  const places = stack?.replace(message, '').split('\n');

  return places?.find((line) => line.startsWith('    at '))?.trim();
}
