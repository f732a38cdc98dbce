import { describe, expect, it, vi } from 'vitest';
import { purgeTenant } from '../../functions/workflows/purge-tenant.ts';

const erased = { tenantId: 'aoba', erasedAt: '2027-03-01T01:00:00.000Z', history: 'keep' as const };
const now = new Date('2027-03-01T01:05:00.000Z');

function purge(removed: number, subscriptionId?: string) {
  return purgeTenant(erased, now, {
    requireErased: async () => {},
    purgeSomeOfTenant: async () => removed,
    subscriptionToRevoke: async () => subscriptionId,
  });
}

describe('purgeTenant', () => {
  it('S-11 calls for another page until nothing is found', async () => {
    expect(await purge(20)).toEqual({ ...erased, more: true });
    expect(await purge(0)).toEqual({ ...erased, more: false });
  });

  it('X-10 has certificates that were left revoked, whatever kept the first revocation from its end', async () => {
    const revocation = {
      tenantId: 'aoba',
      subscriptionId: 'sJ5kP0qR8tVw',
      reason: 'service-cancelled',
      notBefore: now.toISOString(),
      wholeSubscription: true,
    };

    expect(await purge(0, 'sJ5kP0qR8tVw')).toEqual({ ...erased, more: false, revocation });
  });

  it('R-1 touches nothing of a tenant that is not erased', async () => {
    const purgeSomeOfTenant = vi.fn(async () => 0);
    const requireErased = async () => {
      throw new Error('live');
    };

    await expect(
      purgeTenant(erased, now, { requireErased, purgeSomeOfTenant, subscriptionToRevoke: async () => undefined }),
    ).rejects.toThrow('live');
    expect(purgeSomeOfTenant).not.toHaveBeenCalled();
  });
});
