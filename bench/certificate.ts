import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { certificateRequest } from '../functions/x509/certificate-request.ts';
import { newKeyPair } from '../functions/x509/key-pair.ts';
import { checkLeaf } from '../functions/x509/leaf.ts';
import { pkcs12 } from '../functions/x509/pkcs12.ts';
import type { Pkcs12Profile } from '../functions/x509/pkcs12-profiles.ts';

/**
 * `npm run bench:certificate -- --rounds 200`: what a pick-up computes besides the RSA-2048 key, as a ratio of making the
 * key. How long a key takes is a matter of luck, so every round compares with its own key, and the profiles take turns.
 * Not in it: waiting for the certificate authority. Exit code 1 above the budget.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 20) throw new Error('--rounds takes a number from 20');

const BUDGET = 1.15;
const WARM_UP = 5;

const SUBJECT = { commonName: '3354648652', organization: '株式会社あおば商事' };

/** A certificate as large as a real one; whose key it is makes no difference to the work. */
const certificate = execFileSync(
  'openssl',
  ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', '/dev/null', '-subj', '/CN=3354648652/O=Aoba', '-days', '365'],
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
);

type Times = { readonly key: number; readonly whole: number };

async function pickUp(profile: Pkcs12Profile): Promise<Times> {
  const start = performance.now();
  const keys = await newKeyPair();
  const key = performance.now() - start;

  certificateRequest(keys, SUBJECT);
  checkLeaf(certificate, { ...SUBJECT, publicKey: keys.publicKey });
  pkcs12({
    privateKey: keys.privateKey,
    certificate,
    chain: certificate,
    password: 'Kawa-31d6-Yama',
    profile,
    friendlyName: SUBJECT.commonName,
  });

  return { key, whole: performance.now() - start };
}

const times: Readonly<Record<Pkcs12Profile, Times[]>> = { compatible: [], modern: [] };
const profiles = Object.keys(times) as Pkcs12Profile[];

for (let round = 0; round < WARM_UP + rounds; round++) {
  for (const profile of profiles) {
    const took = await pickUp(profile);
    if (round >= WARM_UP) times[profile].push(took);
  }
}

const mean = (all: readonly number[]) => all.reduce((sum, value) => sum + value, 0) / all.length;

for (const profile of profiles) {
  const key = mean(times[profile].map((took) => took.key));
  const whole = mean(times[profile].map((took) => took.whole));
  const ratio = whole / key;

  console.log(
    `${profile.padEnd(10)}  key ${key.toFixed(1)} ms, with CSR, check and PKCS #12 ${whole.toFixed(1)} ms: ${ratio.toFixed(3)} × (budget ${BUDGET})`,
  );
  if (ratio > BUDGET) process.exitCode = 1;
}
