import { beforeAll, describe, expect, it } from 'vitest';
import { pointerTo } from '../../../domain/result.ts';
import type { Contract } from '../../../functions/contracts/contract.ts';
import { call } from '../../support/api.ts';
import { certificateTenant, type Holder, holder } from '../../support/certificates.ts';
import { OPERATIONS, sampleOf, send, takesSession } from '../../support/every-operation.ts';
import { isObject, type Place, placesOf, replaced } from '../../support/json-values.ts';
import { expectPublicProblem } from '../../support/public-problems.ts';

const named = (contracts: readonly Contract[]) => contracts.map((contract) => [contract.id, contract] as const);

const WITH_BODY = OPERATIONS.filter(({ body }) => body !== undefined);
const WITHOUT_BODY = OPERATIONS.filter(({ body, method }) => body === undefined && method !== 'GET');

let master: Holder;

beforeAll(async () => {
  const tenant = await certificateTenant();
  master = await holder(tenant.master, tenant.master);
});

/** The request path is one: of many wrong things each operation is sent every third, its neighbours the others. */
function share<T>(contract: Contract, wrong: readonly T[]): readonly T[] {
  return wrong.filter((_, index) => (index + OPERATIONS.indexOf(contract)) % 3 === 0);
}

/** Sends a body of a wrong form, and answers what is said about its fields. */
async function refused(contract: Contract, body: unknown): Promise<{ pointer: string; code: string }[]> {
  return expectPublicProblem(await send(contract, { ...sampleOf(contract), body }, master), 'invalid-request', 400);
}

/** What the declaration takes: which changes of the example make it wrong. */
const takes = ({ body }: Contract, value: unknown) => body?.safeParse(value).success === true;

const BROKEN = ['{"name":', '{"a":1,}', "{'a':1}", '{"secret-4711"}', '<a/>', 'undefined', '{"a":NaN}', '\ufeff{}', '{} {}'];

describe('R-6 a body that is no JSON object', () => {
  it.each(named(WITH_BODY))('%s names broken JSON, and does not quote it', async (_, contract) => {
    for (const body of share(contract, BROKEN)) {
      const errors = await refused(contract, body);

      expect(errors, body).toMatchObject([{ pointer: '', code: 'invalid-json' }]);
      expect(JSON.stringify(errors)).not.toContain('4711');
    }
  });

  it.each(named(WITH_BODY))('%s names a body of another type, and none at all', async (_, contract) => {
    for (const body of share(contract, ['[]', '"text"', '1', 'true', '[{}]', '0.5']))
      expect(await refused(contract, body), body).toMatchObject([{ pointer: '', code: 'invalid-type' }]);
    for (const body of share(contract, ['', ' ', undefined]))
      expect(await refused(contract, body)).toMatchObject([{ pointer: '', code: 'required' }]);
    expect(await refused(contract, 'null')).toMatchObject([{ pointer: '' }]);
  });
});

describe('R-6 a field that is not known is named', () => {
  it.each(named(WITH_BODY))('%s at every level', async (_, contract) => {
    const objects = placesOf(contract.example.body).filter(({ value }) => isObject(value));

    for (const { place } of objects) {
      const at = [...place, 'surprise'];
      const errors = await refused(contract, replaced(contract.example.body, at, 1));

      expect(errors.map(({ pointer }) => pointer)).toEqual([pointerTo(...at)]);
      expect(['unknown-field', 'invalid-key']).toContain(errors[0]?.code);
    }
  });

  it.each(named(WITH_BODY))('%s also when its name is one that objects inherit', async (_, contract) => {
    const text = JSON.stringify(contract.example.body).slice(1);

    const named = (name: string) => `{${JSON.stringify(name)}:{"admin":true},${text}`;

    for (const name of share(contract, ['constructor', 'toString', 'a/b~c'])) {
      expect(await refused(contract, named(name))).toMatchObject([{ pointer: pointerTo(name), code: 'unknown-field' }]);
    }
    expect(await refused(contract, named('__proto__'))).toHaveLength(1);
  });

  it.each(named(WITHOUT_BODY))('%s takes no body at all', async (_, contract) => {
    expect(await refused(contract, { surprise: 1 })).toMatchObject([{ pointer: '/surprise', code: 'unknown-field' }]);
  });

  it.each(named(OPERATIONS))('%s in the query', async (_, contract) => {
    const sample = sampleOf(contract);
    const path = `${sample.path}${sample.path.includes('?') ? '&' : '?'}surprise=1`;

    const answer = await send(contract, { ...sample, path }, master);

    expect(expectPublicProblem(answer, 'invalid-request', 400)).toMatchObject([
      { pointer: '/query/surprise', code: 'unknown-field' },
    ]);
  });
});

describe('R-6 a field that is missing or of a wrong type is named', () => {
  /** Places of members whose change makes the example wrong. */
  const wrongPlaces = (contract: Contract, value: unknown): Place[] =>
    placesOf(contract.example.body)
      .map(({ place }) => place)
      .filter((place) => typeof place.at(-1) === 'string')
      .filter((place) => !takes(contract, replaced(contract.example.body, place, value)));

  it.each(named(WITH_BODY))('%s when it is left out', async (_, contract) => {
    const places = wrongPlaces(contract, undefined);
    expect(places.length).toBeGreaterThan(0);

    for (const place of places) {
      const errors = await refused(contract, replaced(contract.example.body, place, undefined));
      expect(errors).toMatchObject([{ pointer: pointerTo(...place), code: 'required' }]);
    }
  });

  it.each(named(WITH_BODY))('%s when it is of another type', async (_, contract) => {
    for (const [kind, wrong] of [true, 0.5, 'text ✗', ['list'], { object: 1 }, null].entries()) {
      // Bodies have many places of one kind: each takes every sixth wrong type, its neighbours the others.
      for (const place of wrongPlaces(contract, wrong).filter((_, index) => (index + kind) % 6 === 0)) {
        const errors = await refused(contract, replaced(contract.example.body, place, wrong));

        // An object where a text belongs is one error, a wrong object may be several: all are at or below the place.
        expect(errors.length).toBeGreaterThan(0);
        for (const { pointer } of errors) expect(`${pointer}/`.startsWith(`${pointerTo(...place)}/`), pointer).toBe(true);
      }
    }
  });
});

describe('R-6 a path parameter of a wrong form is named', () => {
  const withParams = OPERATIONS.filter(({ params }) => params !== undefined);

  it.each(named(withParams))('%s', async (_, contract) => {
    for (const name of Object.keys(contract.example.params ?? {})) {
      for (const wrong of share(contract, [
        'x'.repeat(200),
        ' ',
        'ä',
        '😀',
        'a/b',
        'a?b',
        '#',
        "' OR 1=1",
        '\u0000',
        '$',
        '{x}',
      ])) {
        const answer = await send(contract, sampleOf(contract, { params: { [name]: wrong } }), master);

        const errors = expectPublicProblem(answer, 'invalid-request', 400);
        expect(errors, wrong).toMatchObject([{ pointer: `/path/${name}` }]);
      }
    }
  });
});

describe('R-6 a query parameter of a wrong form is named', () => {
  const withQuery = OPERATIONS.filter(({ query }) => query !== undefined);

  it.each(named(withQuery))('%s', async (_, contract) => {
    for (const [name, value] of Object.entries(contract.example.query ?? {})) {
      const others = Object.entries(contract.example.query ?? {}).filter(([other]) => other !== name);

      for (const query of [`${name}=`, `${name}=%20`, `${name}=${'x'.repeat(200)}`, `${name}=${value}&${name}=${value}`]) {
        const path = `${sampleOf(contract).path.split('?')[0]}?${new URLSearchParams(others)}&${query}`;
        const answer = await send(contract, { ...sampleOf(contract), path }, master);

        expect(expectPublicProblem(answer, 'invalid-request', 400), query).toMatchObject([{ pointer: `/query/${name}` }]);
      }
    }
  });
});

describe('a body above 64 KB', () => {
  it.each(named([...WITH_BODY, ...WITHOUT_BODY]))('%s is too large, with a session as well as without', async (_, contract) => {
    const bytes = 64 * 1024;
    const ofSize = (size: number) => `{"surprise":"${'x'.repeat(size - 15)}"}  `.slice(0, size);
    const sample = sampleOf(contract);

    expectPublicProblem(await send(contract, { ...sample, body: ofSize(bytes + 1) }, master), 'too-large', 413);
    if (takesSession(contract))
      expectPublicProblem(await send(contract, { ...sample, body: ofSize(bytes + 1) }), 'too-large', 413);
    expectPublicProblem(await send(contract, { ...sample, body: ofSize(bytes) }, master), 'invalid-request', 400);
  });

  it('is measured in bytes, not in characters', async () => {
    const body = JSON.stringify({ loginId: '1', password: 'あ'.repeat(22_000), client: 'web' });

    expectPublicProblem(await call('POST', '/sessions', { body }), 'too-large', 413);
  });

  it('is refused by the gateway from 10 MB on', async () => {
    expectPublicProblem(await call('POST', '/sessions', { body: 'x'.repeat(10 * 1024 * 1024 + 1) }), 'too-large', 413);
  });
});
