import { beforeAll, describe, expect, it } from 'vitest';
import { readTruststore } from '../../../local/gateway/truststore.ts';
import { CLIENT, type Holder, issue, newKeys, SERVER } from '../fixtures/certificates.ts';

const NOW = new Date('2027-06-01T00:00:00Z');

let root: Holder;
let leaf: Holder;

beforeAll(async () => {
  root = await issue({ name: 'root', ca: true });
  leaf = await issue({ name: 'leaf', issuer: root, ca: false, until: '2028-01-01', purposes: [CLIENT] });
});

const refusal = ({ parsed }: Holder, trusted: readonly Holder[], now = NOW) =>
  readTruststore(trusted.map(({ certificate }) => certificate).join('')).refusal(parsed, now);

const NO_ISSUER = 'no CA of the truststore issued it';

describe('a client certificate is trusted', () => {
  it('when a CA of the truststore issued it, and at any time it is good at', () => {
    expect(refusal(leaf, [root])).toBeUndefined();
    expect(refusal(leaf, [root], new Date('2026-01-01T00:00:00Z'))).toBeUndefined();
    expect(refusal(leaf, [root], new Date('2028-01-01T00:00:00Z'))).toBeUndefined();
  });

  it('when a chain of up to four CAs leads to a root, in whatever order the truststore has them', async () => {
    const chain = [root];
    for (const name of ['second', 'third', 'fourth', 'fifth']) {
      chain.push(await issue({ name, issuer: chain.at(-1) ?? root, ca: true }));
    }
    const issuedBy = (issuer: Holder | undefined) => issue({ name: 'below', ...(issuer && { issuer }) });

    for (const order of [chain, chain.toReversed(), [...chain.slice(2), ...chain.slice(0, 2)]]) {
      expect(refusal(await issuedBy(chain[3]), order)).toBeUndefined();
      expect(refusal(await issuedBy(chain[4]), order)).toBe(NO_ISSUER);
    }
  });

  it('when several generations are trusted, whichever issued it', async () => {
    const next = await issue({ name: 'next', ca: true });
    const fromNext = await issue({ name: 'leaf', issuer: next });

    expect(refusal(leaf, [next, root])).toBeUndefined();
    expect(refusal(fromNext, [next, root])).toBeUndefined();
    expect(refusal(fromNext, [root])).toBe(NO_ISSUER);
  });
});

describe('a client certificate is refused', () => {
  it('before and after its time', () => {
    expect(refusal(leaf, [root], new Date('2025-12-31T23:59:59Z'))).toBe('it is not valid before 2026-01-01T00:00:00.000Z');
    expect(refusal(leaf, [root], new Date('2028-01-01T00:00:01Z'))).toBe('it expired at 2028-01-01T00:00:00.000Z');
  });

  it('when its CA has expired', async () => {
    const old = await issue({ name: 'old', ca: true, until: '2027-01-01' });

    expect(refusal(await issue({ name: 'leaf', issuer: old }), [old])).toBe(NO_ISSUER);
  });

  it('when it is signed by itself, in the truststore or not', async () => {
    const own = await issue({ name: 'own' });

    expect(refusal(own, [root])).toBe('it is signed by itself');
    expect(refusal(root, [root])).toBe('it is signed by itself');
  });

  it('when another CA of the same name issued it', async () => {
    const impostor = await issue({ name: 'root', ca: true });

    expect(refusal(await issue({ name: 'leaf', issuer: impostor }), [root])).toBe(NO_ISSUER);
  });

  it('when its issuer is no CA, although a CA of the truststore issued that one', async () => {
    const unmarked = await issue({ name: 'unmarked', issuer: root });

    for (const issuer of [leaf, unmarked]) {
      expect(refusal(await issue({ name: 'below', issuer }), [root, issuer])).toBe(NO_ISSUER);
    }
  });

  it('when the truststore lacks a part of the chain: what the client sends along does not count', async () => {
    const middle = await issue({ name: 'middle', issuer: root, ca: true });
    const below = await issue({ name: 'below', issuer: middle });

    expect(refusal(below, [root])).toBe(NO_ISSUER);
    expect(refusal(below, [middle])).toBe(NO_ISSUER);
  });

  it('when it is for servers only', async () => {
    expect(refusal(await issue({ name: 'server', issuer: root, purposes: [SERVER] }), [root])).toBe('it is not for clients');
    expect(refusal(await issue({ name: 'both', issuer: root, purposes: [SERVER, CLIENT] }), [root])).toBeUndefined();
  });

  it('when its key or its signature is weak', async () => {
    const weak = 'its key or signature is too weak';
    const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]) };
    const keyed = async (algorithm: object) => issue({ name: 'leaf', issuer: root, keys: await newKeys(algorithm) });

    expect(refusal(await keyed({ ...rsa, modulusLength: 1024 }), [root])).toBe(weak);
    expect(refusal(await keyed({ ...rsa, modulusLength: 2048 }), [root])).toBeUndefined();
    expect(refusal(await keyed({ name: 'ECDSA', namedCurve: 'P-521' }), [root])).toBe(weak);
    expect(refusal(await issue({ name: 'leaf', issuer: root, hash: 'SHA-1' }), [root])).toBe(weak);
  });
});

it('a truststore without a certificate, or with a broken one, is none', () => {
  expect(() => readTruststore('nothing')).toThrow('holds no certificate');
  expect(() => readTruststore('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).toThrow();
});
