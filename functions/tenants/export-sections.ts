import { certificateStatus, revocationDueAt } from '../../domain/certificates/certificate.ts';
import { groupOf, type Roster, type Subscription } from '../../domain/subscriptions/roster.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import { listRequests } from '../adapters/dynamodb/approval-requests.ts';
import { pageOfOrders } from '../adapters/dynamodb/certificate-orders.ts';
import { pageOfCertificates } from '../adapters/dynamodb/certificates.ts';
import { type CredentialFacts, credentialsRef, pageOfCredentialFacts } from '../adapters/dynamodb/credentials.ts';
import { pageOfGroups } from '../adapters/dynamodb/groups.ts';
import { listLoginRecords, listOperationRecords } from '../adapters/dynamodb/history.ts';
import type { Scope } from '../adapters/dynamodb/keys.ts';
import { type PageAsked, readItem } from '../adapters/dynamodb/read.ts';
import { pageOfAcceptances } from '../adapters/dynamodb/subscriptions.ts';
import { pageOfUsers } from '../adapters/dynamodb/users.ts';
import type { Settings } from '../contracts/settings.ts';
import type { exportTenant } from '../contracts/tenant-data.ts';
import type { Reply } from '../runtime/operation.ts';
import * as exported from './exported-items.ts';

type ExportedItem = Reply<typeof exportTenant>['items'][number];

/** Whose data, and when. */
export type Exported = {
  readonly tenant: Tenant;
  readonly subscription: Subscription;
  readonly now: Date;
  readonly settings: Settings;
};

type ExportedPage = { readonly items: readonly ExportedItem[]; readonly last?: string | undefined };
type Section = (of: Exported, page: PageAsked) => ExportedPage | Promise<ExportedPage>;

type NamedSection = readonly [name: string, section: Section];

const NOTHING: ExportedPage = { items: [] };

/** What is kept about a tenant, by kind, in the order of the export. A page takes one query, or two at the same time. */
export const SECTIONS: readonly [NamedSection, ...NamedSection[]] = [
  ['tenant', ({ tenant }) => ({ items: [exported.tenant(tenant)] })],
  ['subscription', ({ subscription }) => ({ items: [exported.subscription(subscription)] })],
  ['acceptances', acceptances],
  ['groups', inSubscription(groups)],
  ['master', (of, page) => users(of, { tenantId: of.tenant.tenantId }, page)],
  ['users', inSubscription(addedUsers)],
  ['certificates', certificates],
  ['orders', orders],
  ['requests', inSubscription(requests)],
  ['logins', logins],
  ['operations', operations],
];

async function acceptances({ tenant }: Exported, page: PageAsked): Promise<ExportedPage> {
  const { found, last } = await pageOfAcceptances(tenant.tenantId, page);

  return { items: found.map(({ version, at, userId }) => ({ type: 'acceptance', version, at, userId })), last };
}

async function groups(roster: Roster, { tenant }: Exported, page: PageAsked): Promise<ExportedPage> {
  const { found, last } = await pageOfGroups(tenant.tenantId, roster.subscriptionId, page);

  return { items: found.flatMap((group) => exported.group(group, roster, tenant) ?? []), last };
}

function addedUsers({ subscriptionId }: Roster, of: Exported, page: PageAsked): Promise<ExportedPage> {
  return users(of, { tenantId: of.tenant.tenantId, subscriptionId }, page);
}

/** Whoever is deleted waits for the purge, and is not the tenant's any more (U-8). */
async function users({ subscription, ...of }: Exported, scope: Scope, page: PageAsked): Promise<ExportedPage> {
  const groupIdOf = (userId: string) => (subscription.status === 'active' ? groupOf(subscription, userId) : undefined);
  const [{ found, last }, credentials] = await Promise.all([pageOfUsers(scope, page), pageOfCredentialFacts(scope, page)]);

  const live = found.filter(({ role, userId }) => role === 'master' || groupIdOf(userId) !== undefined);
  const items = await Promise.all(
    live.map(async (user) => {
      const facts = await factsOf(user, credentials.found, scope);

      return facts ? [exported.user(user, facts, { groupId: groupIdOf(user.userId), ...of })] : [];
    }),
  );

  return { items: items.flat(), last };
}

/** Credentials have the sort keys of their users; but a page of them ends earlier when somebody was added between the two reads. */
async function factsOf({ userId }: User, page: readonly CredentialFacts[], scope: Scope): Promise<CredentialFacts | undefined> {
  return page.find((facts) => facts.userId === userId) ?? readItem(credentialsRef(scope, userId));
}

async function certificates({ tenant, subscription, now }: Exported, page: PageAsked): Promise<ExportedPage> {
  const { found, last } = await pageOfCertificates(tenant.tenantId, page);
  const items = found.map((certificate) =>
    exported.certificate(certificate, {
      status: certificateStatus(certificate, subscription, now),
      dueAt: revocationDueAt(certificate, subscription),
    }),
  );

  return { items, last };
}

async function orders({ tenant }: Exported, page: PageAsked): Promise<ExportedPage> {
  const { found, last } = await pageOfOrders(tenant.tenantId, page);

  return { items: found.map(exported.order), last };
}

async function requests({ subscriptionId }: Roster, { tenant, now }: Exported, page: PageAsked): Promise<ExportedPage> {
  const { found, last } = await listRequests({ tenantId: tenant.tenantId, subscriptionId }, { pendingOnly: false, ...page });

  return { items: found.map(({ request }) => exported.approvalRequest(request, now)), last };
}

async function logins({ tenant }: Exported, { count: limit, after }: PageAsked): Promise<ExportedPage> {
  const { records, last } = await listLoginRecords(tenant.tenantId, { limit, after });

  return { items: records.map((record) => ({ type: 'login', ...record })), last };
}

async function operations({ tenant }: Exported, { count: limit, after }: PageAsked): Promise<ExportedPage> {
  const { records, last } = await listOperationRecords(tenant.tenantId, { limit, after });

  return { items: records.map(exported.operation), last };
}

/** What there is only in an active subscription. */
function inSubscription(section: (roster: Roster, of: Exported, page: PageAsked) => Promise<ExportedPage>): Section {
  return (of, page) => (of.subscription.status === 'active' ? section(of.subscription, of, page) : NOTHING);
}
