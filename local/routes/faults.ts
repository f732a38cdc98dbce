import * as z from 'zod';
import { FAULTS, type FaultInjection, isPossible } from '../faults/faults.ts';
import { BadLocalRequest, type FieldError, type Methods } from './route.ts';

/** Lets coming calls of functions fail. All answer what is armed then, in the order in which it will happen. */
export function faultRoutes(faults: FaultInjection): Methods {
  const schema = faultSchema(faults);
  const armed = () => ({ faults: faults.armed() });

  return {
    GET: armed,
    POST: ({ body }) => {
      const parsed = schema.safeParse(parseJson(body), { reportInput: true });
      if (!parsed.success) {
        throw new BadLocalRequest('Send { service, action, fault, count, operation? }', parsed.error.issues.flatMap(fieldErrors));
      }

      const { operation, ...fault } = parsed.data;
      faults.arm({ ...fault, ...(operation !== undefined && { operation }) });

      return armed();
    },
    DELETE: () => {
      faults.clear();

      return armed();
    },
  };
}

function faultSchema({ actions, operations }: FaultInjection) {
  return z
    .strictObject({
      service: z.enum(Object.keys(actions)),
      action: z.string(),
      fault: z.enum(FAULTS),
      count: z.int().min(1).max(1000),
      operation: z.enum(operations).optional(),
    })
    .check(({ value, issues }) => {
      const { service, action, fault } = value;
      const known = actions[service] ?? [];

      if (!known.includes(action)) {
        issues.push({ code: 'custom', path: ['action'], input: action, message: `${service} has ${known.join(', ')}` });
      } else if (!isPossible(fault, service, action)) {
        issues.push({ code: 'custom', path: ['fault'], input: fault, message: `AWS has no such fault of ${service}:${action}` });
      }
    });
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const pointer = issue.path.map((part) => `/${String(part)}`).join('');
  const detail = issue.message;

  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ pointer: `/${key}`, code: 'unknown-field', detail }));

  return [{ pointer, code: issue.input === undefined ? 'required' : 'invalid-value', detail }];
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // The schema tells what to send.
    return undefined;
  }
}
