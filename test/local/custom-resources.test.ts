import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openCustomResources } from '../../local/custom-resources/custom-resources.ts';
import type { Invocation } from '../../local/functions/invocation.ts';
import { Refusal } from '../../local/refusal.ts';
import { openState, type State } from '../../local/state.ts';
import { loadAssembly } from '../../local/template/load.ts';
import type { TemplateResource } from '../../local/template/stack.ts';
import { temporaryFolder, writeAssembly } from './fixtures/cloud-assembly.ts';

type Event = Readonly<Record<string, unknown>> & { readonly ResponseURL: string; readonly RequestId: string };

const TOKEN = 'arn:aws:lambda:ap-northeast-1:000000000000:function:maker';
const DONE: Invocation = { ok: true, payload: null };

const thing = (properties: Record<string, unknown> = {}): TemplateResource => ({
  Type: 'Custom::Thing',
  Properties: { ServiceToken: TOKEN, ...properties },
});
const readsOf = (attribute: string): TemplateResource => ({
  Type: 'AWS::SQS::Queue',
  Properties: { Read: { 'Fn::GetAtt': ['Thing', attribute] }, Id: { Ref: 'Thing' } },
});

let state: State;

beforeEach(() => {
  state = openState(temporaryFolder());
});

afterEach(() => state.close());

/** Answers an event as a function in Lambda would. */
async function put({ ResponseURL, RequestId }: Event, answer: Record<string, unknown>): Promise<Response> {
  return fetch(ResponseURL, { method: 'PUT', body: JSON.stringify({ RequestId, ...answer }) });
}

const succeeding = async (event: Event): Promise<Invocation> => {
  await put(event, { Status: 'SUCCESS', PhysicalResourceId: 'thing-1', Data: { Version: 'v1' } });
  return DONE;
};

/** One start of the local run, as far as custom resources go. */
async function start(resources: Record<string, TemplateResource>, maker: (event: Event) => Promise<Invocation> = succeeding) {
  const invoke = vi.fn(async (_: string, event: unknown) => maker(event as Event));
  const custom = openCustomResources(state);
  const assembly = loadAssembly(writeAssembly({ app: { Resources: resources } }), [custom.attributes]);
  await custom.settle(assembly, invoke);

  return { assembly, invoke, events: invoke.mock.calls.map(([, event]) => event as Event) };
}

describe('a custom resource', () => {
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
  it('that is new is created: its function gets the event of CloudFormation, numbers and truth values as texts', async () => {
    const { invoke, events } = await start({
      Thing: thing({ Size: 3, Parts: [{ Open: true }], Name: { Ref: 'AWS::StackName' } }),
    });

    expect(invoke).toHaveBeenCalledExactlyOnceWith(TOKEN, expect.anything());
    expect(events).toEqual([
      {
        RequestType: 'Create',
        RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        ResponseURL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\//),
        StackId: 'arn:aws:cloudformation:ap-northeast-1:000000000000:stack/app/local',
        LogicalResourceId: 'Thing',
        ResourceType: 'Custom::Thing',
        ServiceToken: TOKEN,
        ResourceProperties: { ServiceToken: TOKEN, Size: '3', Parts: [{ Open: 'true' }], Name: 'app' },
      },
    ]);
  });

  it('gives others what its function answered, by Fn::GetAtt and Ref', async () => {
    const { assembly } = await start({ Reader: readsOf('Version'), Thing: thing() });

    expect(assembly.resources('AWS::SQS::Queue')[0]?.properties).toEqual({ Read: 'v1', Id: 'thing-1' });
  });

  it('that is unchanged costs nothing at the next start, and still gives what it gave', async () => {
    const resources = { Thing: thing({ Size: 3 }), Reader: readsOf('Version') };
    await start(resources);

    const { assembly, invoke } = await start(resources);

    expect(invoke).not.toHaveBeenCalled();
    expect(assembly.resources('AWS::SQS::Queue')[0]?.properties['Read']).toBe('v1');
  });

  it('that has changed is updated, told what it was before', async () => {
    await start({ Thing: thing({ Size: 3 }) });

    const { assembly, events } = await start({ Thing: thing({ Size: 4 }), Reader: readsOf('Version') }, async (event) => {
      await put(event, { Status: 'SUCCESS', PhysicalResourceId: 'thing-1', Data: { Version: 'v2' } });
      return DONE;
    });

    expect(events).toEqual([
      expect.objectContaining({
        RequestType: 'Update',
        PhysicalResourceId: 'thing-1',
        ResourceProperties: { ServiceToken: TOKEN, Size: '4' },
        OldResourceProperties: { ServiceToken: TOKEN, Size: '3' },
      }),
    ]);
    expect(assembly.resources('AWS::SQS::Queue')[0]?.properties['Read']).toBe('v2');
  });

  it('of the plain type is one as well', async () => {
    const { events } = await start({ Thing: { ...thing(), Type: 'AWS::CloudFormation::CustomResource' } });

    expect(events).toEqual([expect.objectContaining({ ResourceType: 'AWS::CloudFormation::CustomResource' })]);
  });

  it('may use the attributes of one before it', async () => {
    const { events } = await start({ Thing: thing(), Next: thing({ Of: { 'Fn::GetAtt': ['Thing', 'Version'] } }) });

    expect(events[1]).toMatchObject({ ResourceProperties: { Of: 'v1' } });
  });

  it('has no attribute before it is settled, and none that its function did not answer', async () => {
    const custom = openCustomResources(state);
    const early = loadAssembly(writeAssembly({ app: { Resources: { Thing: thing(), Reader: readsOf('Version') } } }), [
      custom.attributes,
    ]);
    expect(() => early.resources('AWS::SQS::Queue')[0]?.properties).toThrow('the custom resource app/Thing is not made yet');

    const { assembly } = await start({ Thing: thing(), Reader: readsOf('Other') });
    expect(() => assembly.resources('AWS::SQS::Queue')[0]?.properties).toThrow('app/Thing answered no Other');
  });
});

describe('the start is refused, and tried again by the next one, when the function of a custom resource', () => {
  it.each<[string, (event: Event) => Promise<Invocation>, string]>([
    [
      'answers that it failed',
      async (event) => {
        await put(event, { Status: 'FAILED', Reason: 'no such bucket', PhysicalResourceId: 'x' });
        return DONE;
      },
      'no such bucket',
    ],
    [
      'throws',
      async () => ({ ok: false, errorType: 'TypeError', errorMessage: 'x is undefined' }),
      'its function failed: TypeError: x is undefined',
    ],
    ['ends without an answer', async () => DONE, 'its function ended without an answer'],
    [
      'answers nonsense',
      async ({ ResponseURL }) => {
        await fetch(ResponseURL, { method: 'PUT', body: 'done' });
        return DONE;
      },
      'its answer is not of the documented form',
    ],
    [
      'answers another request',
      async (event) => {
        await put(event, { Status: 'SUCCESS', PhysicalResourceId: 'x', RequestId: 'other' });
        return DONE;
      },
      'its answer names another request',
    ],
    [
      'does not exist',
      async () => {
        throw new Error('The stack has no function maker');
      },
      'The stack has no function maker',
    ],
  ])('%s', async (_, maker, reason) => {
    const attempt = start({ Thing: thing() }, maker);

    await expect(attempt).rejects.toThrow(Refusal);
    await expect(attempt).rejects.toThrow(`The custom resource app/Thing cannot be made: ${reason}`);
    expect((await start({ Thing: thing() })).events).toEqual([expect.objectContaining({ RequestType: 'Create' })]);
  });
});

it('takes answers only at the address of the event', async () => {
  const statuses: number[] = [];
  await start({ Thing: thing() }, async (event) => {
    const { origin } = new URL(event.ResponseURL);
    for (const [method, url] of [
      ['PUT', `${origin}/guessed/${event.RequestId}`],
      ['GET', event.ResponseURL],
    ] as const) {
      statuses.push((await fetch(url, { method, ...(method === 'PUT' && { body: '{}' }) })).status);
    }
    return succeeding(event);
  });

  expect(statuses).toEqual([403, 403]);
});
