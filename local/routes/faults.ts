import * as z from 'zod';
import { DELIVERIES, type Duplicates } from '../faults/duplicates.ts';
import { FAULTS, type FaultInjection, isPossible } from '../faults/faults.ts';
import { BadLocalRequest, type FieldError, type Methods } from './route.ts';

/**
 * Lets coming calls of functions fail, and coming deliveries happen twice. All answer what is armed then, each kind in the
 * order in which it will happen.
 */
export function faultRoutes(faults: FaultInjection, duplicates: Omit<Duplicates, 'next'>): Methods {
  const faultOf = faultSchema(faults);
  const duplicateOf = duplicateSchema(faults);
  const armed = () => ({ faults: [...faults.armed(), ...duplicates.armed()] });

  return {
    GET: armed,
    POST: ({ body }) => {
      const given = parseJson(body);

      if (DeliveryFault.safeParse(given).success) {
        const { operation, ...duplicate } = read(duplicateOf, given, '{ delivery, fault, count, operation? }');
        duplicates.arm({ ...duplicate, ...(operation !== undefined && { operation }) });
      } else {
        const { operation, skip, ...fault } = read(faultOf, given, '{ service, action, fault, count, skip?, operation? }');
        faults.arm({ ...fault, ...(skip !== undefined && { skip }), ...(operation !== undefined && { operation }) });
      }

      return armed();
    },
    DELETE: () => {
      faults.clear();
      duplicates.clear();

      return armed();
    },
  };
}

function read<Schema extends z.ZodType>(schema: Schema, given: unknown, shape: string): z.output<Schema> {
  const parsed = schema.safeParse(given, { reportInput: true });
  if (!parsed.success) throw new BadLocalRequest(`Send ${shape}`, parsed.error.issues.flatMap(fieldErrors));

  return parsed.data;
}

/** What names a delivery is not about a call. */
const DeliveryFault = z.object({ delivery: z.unknown() }).refine(({ delivery }) => delivery !== undefined);

const Count = z.int().min(1).max(1000);

function duplicateSchema({ operations }: FaultInjection) {
  return z.strictObject({
    delivery: z.enum(DELIVERIES),
    fault: z.literal('duplicate'),
    count: Count,
    operation: z.enum(operations).optional(),
  });
}

function faultSchema({ actions, operations }: FaultInjection) {
  return z
    .strictObject({
      service: z.enum(Object.keys(actions)),
      action: z.string(),
      fault: z.enum(FAULTS),
      count: Count,
      skip: z.int().min(0).max(1000).optional(),
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
