import { beforeEach, describe, expect, it, vi } from 'vitest';
import { awaitIssued } from '../../../functions/adapters/acm-pca/await-issued.ts';
import {
  expiryOfCertificateAuthority,
  issue,
  issued,
  revoke,
} from '../../../functions/adapters/acm-pca/certificate-authority.ts';
import { acmPcaStandIn } from './stand-in.ts';

const ISSUING = 'arn:aws:acm-pca:ap-northeast-1:123456789012:certificate-authority/22222222-2222-2222-2222-222222222222';
const EARLIER = 'arn:aws:acm-pca:ap-northeast-1:123456789012:certificate-authority/11111111-1111-1111-1111-111111111111';
const CERTIFICATE = `${EARLIER}/certificate/0a1b2c`;

const ORDER = {
  csr: '-----BEGIN CERTIFICATE REQUEST-----',
  commonName: '3354648652',
  organization: '株式会社あおば商事',
  idempotencyToken: 'attempt-1',
  validityDays: 365,
  from: new Date('2026-12-01T00:00:00.999Z'),
};

const IN_PROGRESS = { error: 'RequestInProgressException' };
const DOWN = { error: 'InvalidStateException' };
const ISSUED = { result: { Certificate: 'leaf', CertificateChain: 'chain' } };

const acmPca = acmPcaStandIn();

beforeEach(() => {
  vi.stubEnv('CERTIFICATE_AUTHORITY_ARN', ISSUING);
});

describe('asking for a certificate', () => {
  it('X-5 names template, subject, token and the end of the validity', async () => {
    acmPca.answer({ result: { CertificateArn: CERTIFICATE } });

    expect(await issue(ORDER)).toEqual({ certificateArn: CERTIFICATE });
    expect(acmPca.calls).toEqual([
      {
        action: 'IssueCertificate',
        input: {
          CertificateAuthorityArn: ISSUING,
          Csr: Buffer.from(ORDER.csr).toString('base64'),
          SigningAlgorithm: 'SHA256WITHRSA',
          TemplateArn: 'arn:aws:acm-pca:::template/EndEntityClientAuthCertificate_APIPassthrough/V1',
          ApiPassthrough: { Subject: { CommonName: '3354648652', Organization: '株式会社あおば商事' } },
          Validity: { Type: 'ABSOLUTE', Value: Date.parse('2027-12-01T00:00:00Z') / 1000 },
          IdempotencyToken: 'attempt-1',
        },
      },
    ]);
  });

  it.each([
    ['throttled', { error: 'ThrottlingException' }],
    ['down', { error: 'InternalFailure', status: 500 }],
  ])('tries once more with the same token when AWS is %s, and then gives up', async (_, answer) => {
    acmPca.answer(answer);

    await expect(issue(ORDER)).rejects.toMatchObject({ name: answer.error });
    expect(acmPca.calls.map(({ input }) => input['IdempotencyToken'])).toEqual(['attempt-1', 'attempt-1']);
  });

  it('hands on a refusal at once, and an answer without an ARN is a fault', async () => {
    acmPca.answer(DOWN, { result: {} });

    await expect(issue(ORDER)).rejects.toMatchObject({ name: 'InvalidStateException' });
    await expect(issue(ORDER)).rejects.toThrow('without an ARN');
    expect(acmPca.calls).toHaveLength(2);
  });
});

describe('fetching a certificate', () => {
  it('asks the authority that issued it', async () => {
    acmPca.answer(ISSUED);

    expect(await issued(CERTIFICATE)).toEqual({ certificate: 'leaf', chain: 'chain' });
    expect(acmPca.calls).toEqual([
      { action: 'GetCertificate', input: { CertificateAuthorityArn: EARLIER, CertificateArn: CERTIFICATE } },
    ]);
  });

  it('answers undefined while it is being made, and then only', async () => {
    acmPca.answer(IN_PROGRESS, DOWN, { result: { Certificate: 'leaf' } });

    expect(await issued(CERTIFICATE)).toBeUndefined();
    await expect(issued(CERTIFICATE)).rejects.toMatchObject({ name: 'InvalidStateException' });
    await expect(issued(CERTIFICATE)).rejects.toThrow('without the certificate or its chain');
  });

  it('refuses an ARN that is not one of a certificate', async () => {
    await expect(issued(ISSUING)).rejects.toThrow('Not the ARN of a certificate');
  });
});

describe('waiting for a certificate', () => {
  it('X-3 asks again until it is there', async () => {
    acmPca.answer(IN_PROGRESS, IN_PROGRESS, ISSUED);

    expect(await awaitIssued(CERTIFICATE)).toEqual({ certificate: 'leaf', chain: 'chain' });
    expect(acmPca.calls).toHaveLength(3);
  });

  it('X-3 gives up when the time is over', async () => {
    acmPca.answer(IN_PROGRESS);

    expect(await awaitIssued(CERTIFICATE, { timeoutMs: 250 })).toBeUndefined();
    expect(acmPca.calls.length).toBeLessThan(4);
  });

  it('asks once when there is no time at all, and hands on what AWS throws', async () => {
    acmPca.answer(IN_PROGRESS, DOWN);

    expect(await awaitIssued(CERTIFICATE, { timeoutMs: 0 })).toBeUndefined();
    await expect(awaitIssued(CERTIFICATE)).rejects.toMatchObject({ name: 'InvalidStateException' });
  });
});

describe('revoking a certificate', () => {
  const certificate = { certificateArn: CERTIFICATE, serialNumber: '0a1b2c' };

  it('X-10 asks the authority that issued it, by its serial number', async () => {
    acmPca.answer({ result: {} });

    await revoke(certificate, 'SUPERSEDED');

    const input = { CertificateAuthorityArn: EARLIER, CertificateSerial: '0a:1b:2c', RevocationReason: 'SUPERSEDED' };
    expect(acmPca.calls).toEqual([{ action: 'RevokeCertificate', input }]);
  });

  it('X-10 is done when it was done before, and not when AWS refuses', async () => {
    acmPca.answer({ error: 'RequestAlreadyProcessedException' }, DOWN);

    await expect(revoke(certificate, 'KEY_COMPROMISE')).resolves.toBeUndefined();
    await expect(revoke(certificate, 'KEY_COMPROMISE')).rejects.toMatchObject({ name: 'InvalidStateException' });
  });
});

describe('the authority', () => {
  it('tells when it expires', async () => {
    const NotAfter = Date.parse('2036-12-01T00:00:00Z') / 1000;
    acmPca.answer({ result: { CertificateAuthority: { NotAfter } } }, { result: { CertificateAuthority: {} } });

    expect(await expiryOfCertificateAuthority()).toEqual(new Date('2036-12-01T00:00:00Z'));
    await expect(expiryOfCertificateAuthority()).rejects.toThrow('without NotAfter');
    expect(acmPca.calls[0]).toEqual({ action: 'DescribeCertificateAuthority', input: { CertificateAuthorityArn: ISSUING } });
  });
});
