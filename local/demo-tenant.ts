import * as z from 'zod';
import type { LocalCloud } from './cloud.ts';
import { callAsOperator } from './operator.ts';

/** The tenant that a new data folder starts with; every name and number is made up. */
const DEMO_TENANT = {
  name: 'Demo Trading',
  nameKana: 'デモショウジ',
  phoneNumber: '03-0000-0100',
  language: 'en',
  representative: { name: 'Hanako Demo', email: 'hanako@demo.example', birthDate: '1980-04-01' },
  accounts: [
    { branchCode: '101', branchName: 'Head office', accountNumber: '1000088', name: 'Main account', representative: true },
    { branchCode: '101', branchName: 'Head office', accountNumber: '1000096', name: 'Payroll', representative: false },
    { branchCode: '205', branchName: 'Osaka', accountNumber: '2000041', name: 'Osaka branch', representative: false },
  ],
} as const;

const TENANT_ID = 'demo';

const Registered = z.object({
  representative: z.object({ userId: z.string() }),
  accounts: z.array(z.object({ accountId: z.string() })),
});

/** What a person needs to begin with the demo tenant. */
export type DemoTenant = {
  readonly tenantId: string;
  readonly representativeUserId: string;
  readonly representativeEmail: string;
  readonly accountIds: readonly string[];
};

/**
 * The demo tenant of a data folder. It is registered through the API when the folder does not know it yet.
 *
 * @throws when the service refuses it
 */
export async function demoTenant({ url, assembly, state }: LocalCloud): Promise<DemoTenant> {
  const kept = state.documents<DemoTenant>('demo-tenant');
  const known = kept.get(TENANT_ID);
  if (known) return known;

  const route = { url: `${url}/v1/operator/tenants/${TENANT_ID}`, region: assembly.region };
  // A run that was killed right after registering has the tenant, but not our note of it.
  const existing = await callAsOperator({ method: 'GET', ...route });
  const answer = existing.status === 404 ? await callAsOperator({ method: 'PUT', ...route, body: DEMO_TENANT }) : existing;
  const text = await answer.text();
  if (!answer.ok) throw new Error(`The demo tenant was not registered: the service answered ${answer.status} ${text}`);

  const registered = Registered.parse(JSON.parse(text));
  const tenant: DemoTenant = {
    tenantId: TENANT_ID,
    representativeUserId: registered.representative.userId,
    representativeEmail: DEMO_TENANT.representative.email,
    accountIds: registered.accounts.map(({ accountId }) => accountId),
  };
  kept.put(TENANT_ID, tenant);

  return tenant;
}
