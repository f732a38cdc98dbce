import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { checkPorts, listen } from '../../local/listeners.ts';
import { Refusal } from '../../local/refusal.ts';
import { selfSignedIdentity } from '../../local/tls/self-signed.ts';

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();

  return typeof address === 'object' && address ? address.port : 0;
}

describe('listening', () => {
  it('refuses a taken port in one line that names it and --port', async () => {
    const port = await takenPort();
    const attempt = listen({ port, identity: await selfSignedIdentity(), largestBody: 1, answer: vi.fn(), report: vi.fn() });

    await expect(attempt).rejects.toThrow(Refusal);
    await expect(attempt).rejects.toThrow(`Port ${port} is taken: choose another with "npm start -- --port N"`);
  });

  it('looks at the port 443 above as well', async () => {
    const port = await takenPort();

    await expect(checkPorts(port - 443)).rejects.toThrow(`Port ${port} is taken`);
  });

  it('answers a fault of the local run with 500, reports it and goes on', async () => {
    const report = vi.fn();
    const failure = new Error('no such function');
    const answer = vi
      .fn()
      .mockRejectedValueOnce(failure)
      .mockResolvedValue({ status: 200, headers: [], body: Buffer.from('ok') });
    const listeners = await listen({ port: 0, identity: await selfSignedIdentity(), largestBody: 1, answer, report });
    onTestFinished(() => listeners.close());
    const url = `http://127.0.0.1:${listeners.port}/`;

    const first = await fetch(url);

    expect(first.status).toBe(500);
    expect(first.headers.get('content-type')).toBe('application/problem+json');
    expect(report).toHaveBeenCalledExactlyOnceWith(failure);
    expect((await fetch(url)).status).toBe(200);
  });
});

describe('the certificate of the HTTPS host', () => {
  it('is for this machine, and signed with its own key', async () => {
    const { key, certificate } = await selfSignedIdentity();
    const parsed = new X509Certificate(certificate);

    expect(parsed.checkHost('localhost')).toBe('localhost');
    expect(parsed.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(parsed.verify(parsed.publicKey)).toBe(true);
    expect(key).toContain('PRIVATE KEY');
  });

  it('is another one each time', async () => {
    const identities = await Promise.all(Array.from({ length: 20 }, () => selfSignedIdentity()));
    const serials = identities.map(({ certificate }) => new X509Certificate(certificate).serialNumber);

    expect(new Set(serials).size).toBe(20);
  });
});
