import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { LambdaPool } from '../functions/pool.ts';
import { Refusal } from '../refusal.ts';
import type { State } from '../state.ts';
import type { Assembly, Resource } from '../template/assembly.ts';
import type { AttributeSource } from '../template/attributes.ts';
import { type AnswerServer, startAnswerServer } from './answers.ts';

/** What a custom resource was made with, and what its function answered. */
type Made = {
  readonly physicalResourceId: string;
  readonly properties: unknown;
  readonly data: Readonly<Record<string, unknown>>;
};

export type CustomResources = {
  /** `Fn::GetAtt` and `Ref` of the custom resources, once they are settled. */
  readonly attributes: AttributeSource;
  /**
   * Creates what is new and updates what has changed since the last run, one after the other in the order of the templates.
   * What is unchanged costs nothing. Nothing is ever deleted.
   *
   * @throws Refusal when a function fails, or ends without an answer
   */
  settle(assembly: Assembly, invoke: LambdaPool['invoke']): Promise<void>;
};

/** The template's custom resources with Lambda functions behind them, and what the data folder keeps of them. */
export function openCustomResources(state: State): CustomResources {
  const kept = state.documents<Made>('custom-resources');
  const settled = new Map<string, Made>();

  async function settleOne(resource: Resource, assembly: Assembly, deliver: Deliver): Promise<void> {
    const place = placeOf(resource);
    const properties = asTexts(resource.properties);
    const before = kept.get(place);

    if (before && isDeepStrictEqual(before.properties, properties)) {
      settled.set(place, before);
      return;
    }

    const made = await deliver(resource, { ...eventOf(resource, assembly, properties), ...changeOf(before) });
    kept.put(place, { ...made, properties });
    settled.set(place, { ...made, properties });
  }

  return {
    attributes: (resource, attribute) => {
      if (!isCustom(resource.type)) return undefined;

      const made = settled.get(placeOf(resource));
      if (!made) throw new Error(`the custom resource ${placeOf(resource)} is not made yet`);
      if (attribute === 'Ref') return made.physicalResourceId;
      if (!(attribute in made.data)) throw new Error(`the custom resource ${placeOf(resource)} answered no ${attribute}`);

      return made.data[attribute];
    },
    settle: async (assembly, invoke) => {
      let answers: AnswerServer | undefined;

      try {
        for (const resource of assembly.resourcesWhere(isCustom)) {
          await settleOne(resource, assembly, async (one, event) => {
            answers ??= await startAnswerServer();
            return await delivered(one, event, invoke, answers);
          });
        }
      } finally {
        await answers?.close();
      }
    },
  };
}

type Deliver = (resource: Resource, event: Readonly<Record<string, unknown>>) => Promise<Omit<Made, 'properties'>>;

/** Sends an event to the function of a custom resource and takes its answer. */
async function delivered(
  resource: Resource,
  event: Readonly<Record<string, unknown>>,
  invoke: LambdaPool['invoke'],
  answers: AnswerServer,
): Promise<Omit<Made, 'properties'>> {
  const RequestId = randomUUID();

  try {
    const invocation = await invoke(String(resource.properties['ServiceToken']), {
      ...event,
      RequestId,
      ResponseURL: answers.address(RequestId),
    });
    if (!invocation.ok) throw new Error(`its function failed: ${invocation.errorType}: ${invocation.errorMessage}`);

    const answer = answers.answerTo(RequestId);
    if (!answer) throw new Error('its function ended without an answer');
    if (answer.Status === 'FAILED') throw new Error(answer.Reason);

    return { physicalResourceId: answer.PhysicalResourceId, data: answer.Data };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Refusal(`The custom resource ${placeOf(resource)} cannot be made: ${reason}`, { cause });
  }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html */
function eventOf(
  { stack, logicalId, type, properties }: Resource,
  { region, accountId }: Assembly,
  ResourceProperties: unknown,
): Record<string, unknown> {
  return {
    RequestType: 'Create',
    ServiceToken: properties['ServiceToken'],
    StackId: `arn:aws:cloudformation:${region}:${accountId}:stack/${stack}/local`,
    LogicalResourceId: logicalId,
    ResourceType: type,
    ResourceProperties,
  };
}

/** What an update tells beyond a creation. */
function changeOf(before: Made | undefined): Record<string, unknown> {
  return before
    ? { RequestType: 'Update', PhysicalResourceId: before.physicalResourceId, OldResourceProperties: before.properties }
    : {};
}

/** CloudFormation hands numbers and truth values over as texts. */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value !== 'object' || value === null) return String(value);

  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asTexts(inner)]));
}

function isCustom(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

function placeOf({ stack, logicalId }: Pick<Resource, 'stack' | 'logicalId'>): string {
  return `${stack}/${logicalId}`;
}
