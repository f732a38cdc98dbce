import { createPrivateKey } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { call, local } from '../../support/api.ts';
import {
  ACQUISITION_PASSWORD,
  CERTIFICATE_TERMS,
  certificateTenant,
  KEY_PASSWORD,
  ordered,
  pickUp,
} from '../../support/certificates.ts';
import { invitedPeople } from '../../support/invited-people.ts';
import { leaksIn } from '../../support/leaks.ts';
import { logsUpTo } from '../../support/logs.ts';
import { createGroup } from '../../support/people.ts';
import { settled } from '../../support/settled.ts';
import { everythingStored } from '../../support/stored.ts';
import { fileWith, run } from '../../x509/tools.ts';

const WRONG_PASSWORD = 'Betsu97v3Kotoba';

let secrets: Record<string, string>;
const places: Record<string, string> = {};
let orderId: string;

// One story with refusals and a failure in it, and then a look at everything it left behind.
beforeAll(async () => {
  const { master } = await certificateTenant();
  const [user] = await invitedPeople(master, await createGroup(master, '営業部'), 1);
  if (user === undefined) throw new Error('Nobody was invited');
  const order = await ordered(master, user);
  orderId = order.orderId;

  await pickUp(order, { acquisitionPassword: WRONG_PASSWORD });
  await pickUp(order, { keyProtectionPassword: `${KEY_PASSWORD}-道` });
  await pickUp(order, { unknown: ACQUISITION_PASSWORD });
  await call('GET', `/certificate-orders/${orderId}`, { headers: { 'order-token': order.token } });
  const fault = { service: 'acm-pca', action: 'GetCertificate', fault: 'error', count: 2, operation: 'pickUpCertificate' };
  await local('POST', '/faults', fault);
  expect((await pickUp(order)).status).toBe(503);
  const { status, headers, body } = await pickUp(order);
  expect(status, JSON.stringify(body)).toBe(200);

  const file = fileWith(Buffer.from(body.pkcs12, 'base64'));
  const key = createPrivateKey(run('openssl', ['pkcs12', '-in', file, '-passin', `pass:${KEY_PASSWORD}`, '-nocerts', '-noenc']));
  const { d = '', p = '' } = key.export({ format: 'jwk' });

  secrets = {
    'acquisition password': ACQUISITION_PASSWORD,
    'wrong acquisition password': WRONG_PASSWORD,
    'key protection password': KEY_PASSWORD,
    'order token': order.token,
    'private exponent': d,
    'prime of the key': p,
    'private exponent in hexadecimal': Buffer.from(d, 'base64url').toString('hex'),
    'prime of the key in hexadecimal': Buffer.from(p, 'base64url').toString('hex'),
    'middle of the key in PKCS#8': middleOf(key.export({ format: 'der', type: 'pkcs8' })),
    'middle of the key in PKCS#1': middleOf(key.export({ format: 'der', type: 'pkcs1' })),
    'middle of the file': middleOf(Buffer.from(body.pkcs12, 'base64')),
  };

  await settled();
  places['logs'] = await logsUpTo(headers.get('x-request-id') ?? '');
  places['events'] = JSON.stringify(await local('GET', '/events'));
  places['table and stream'] = everythingStored();
});

/** A part of what base64 of these bytes is, away from both ends. */
const middleOf = (bytes: Buffer) => bytes.toString('base64').slice(400, 464);

describe('X-3 X-12 C-12 no secret of a pick-up is found', () => {
  test('where there is something to find', () => {
    expect(Object.values(secrets).every((secret) => secret.length >= 12)).toBe(true);
    expect(places['logs']).toContain('pickUpCertificate');
    for (const place of ['events', 'table and stream']) expect(places[place]).toContain(orderId);
    expect(leaksIn(`${CERTIFICATE_TERMS} ${ACQUISITION_PASSWORD}`, secrets)).toContain('acquisition password as itself');
  });

  test.each(['logs', 'events', 'table and stream'])('in the %s', (place) => {
    expect(leaksIn(places[place] ?? '', secrets)).toEqual([]);
  });
});
