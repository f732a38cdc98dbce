import * as z from 'zod';

const FieldError = z.object({ pointer: z.string(), code: z.string(), detail: z.string() });

type Wrong = { readonly pointer: string; readonly code: string };

/**
 * a problem document of this code; with fields, one whose `errors` name exactly these.
 *
 * @param title what its text has to look like
 */
export function problem(code: string, { fields, title = /./ }: { fields?: readonly Wrong[]; title?: RegExp } = {}) {
  const document = z.object({ code: z.literal(code), title: z.string().regex(title) });

  return fields === undefined ? document : document.extend({ errors: errorsAt(fields) });
}

function errorsAt(fields: readonly Wrong[]) {
  return z.array(FieldError).superRefine((errors, context) => {
    const found = errors.map(named);
    const promised = fields.map(named);

    for (const missing of promised.filter((name) => !found.includes(name))) context.addIssue(`there is no ${missing}`);
    for (const extra of found.filter((name) => !promised.includes(name))) context.addIssue(`there is also ${extra}`);
  });
}

function named({ pointer, code }: Wrong): string {
  return `${code} at ${pointer}`;
}
