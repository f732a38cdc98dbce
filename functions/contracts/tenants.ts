import * as z from 'zod';
import { defineOperation } from './contract.ts';
import { AccountId, Email, Name, TenantId, UserId, Version } from './schemas.ts';

const AccountInput = z.strictObject({
  branchCode: z.string().regex(/^\d{3}$/),
  branchName: Name.meta({ description: '1 to 64 characters' }),
  accountNumber: z.string().regex(/^\d{7}$/),
  name: Name.meta({ description: '1 to 64 characters' }),
  representative: z.boolean().meta({ description: 'The representative account; exactly one per tenant' }),
});

const Account = z.strictObject({
  accountId: AccountId,
  branchCode: z.string(),
  branchName: z.string(),
  accountNumber: z.string(),
  name: z.string(),
  representative: z.boolean(),
});

const TenantReply = z.strictObject({
  tenantId: TenantId,
  representative: z.strictObject({ userId: UserId }),
  accounts: z.array(Account),
  version: Version,
});

export const TenantDetails = z.strictObject({
  ...TenantReply.shape,
  name: z.string(),
  nameKana: z.string().optional(),
  phoneNumber: z.string().optional(),
  language: z.enum(['ja', 'en']),
});

const params = z.strictObject({ tenantId: TenantId });

const exampleAccount = {
  branchCode: '101',
  branchName: '法人営業部',
  accountNumber: '1000088',
  name: 'アオバ商事',
  representative: true,
};

const exampleReply = {
  tenantId: 'aoba',
  representative: { userId: '3354648652' },
  accounts: [{ accountId: '101-1000088', ...exampleAccount }],
  version: 1,
};

export const registerTenant = defineOperation({
  id: 'registerTenant',
  area: 'tenants',
  method: 'PUT',
  path: '/operator/tenants/{tenantId}',
  summary: 'Registers a tenant with its accounts and representative, or updates it',
  description:
    'The first call gives the representative a user ID and mails it with a temporary login password. Later calls carry the ' +
    'version read; the user ID, name and mail address of the master user stay (U-10). An account left out is closed (P-8). ' +
    'The ID of a tenant that was erased is refused with 409 `wrong-state`: it is never used again.',
  caller: 'operator',
  params,
  body: z.strictObject({
    name: Name.meta({ description: '1 to 64 characters; also the organisation in client certificates' }),
    nameKana: Name.optional().meta({ description: '1 to 128 characters' }),
    phoneNumber: z
      .string()
      .regex(/^\+?[\d-]{6,20}$/)
      .optional(),
    language: z.enum(['ja', 'en']).optional().meta({ description: 'Language of mails; default `ja`' }),
    representative: z.strictObject({ name: Name, email: Email, birthDate: z.iso.date() }),
    accounts: z.array(AccountInput).min(1).max(100),
    version: Version.optional(),
  }),
  replies: { 201: TenantReply, 200: TenantReply },
  problems: ['rule-violation', 'version-conflict', 'wrong-state'],
  access: {
    tenant: ['get', 'put'],
    erasedTenant: ['get', 'check'],
    user: ['put'],
    credentials: ['put'],
    loginId: ['put'],
    outbox: ['put'],
    mail: ['put'],
  },
  example: {
    params: { tenantId: 'aoba' },
    body: {
      name: 'アオバ商事株式会社',
      phoneNumber: '03-1234-5678',
      representative: { name: '青葉 太郎', email: 'taro@example.co.jp', birthDate: '1975-04-01' },
      accounts: [exampleAccount],
    },
    reply: exampleReply,
  },
});

export const getTenant = defineOperation({
  id: 'getTenant',
  area: 'tenants',
  method: 'GET',
  path: '/operator/tenants/{tenantId}',
  summary: 'Reads a tenant',
  caller: 'operator',
  params,
  replies: { 200: TenantDetails },
  problems: ['not-found'],
  access: { tenant: ['get'] },
  example: {
    params: { tenantId: 'aoba' },
    reply: { ...exampleReply, name: 'アオバ商事株式会社', phoneNumber: '03-1234-5678', language: 'ja' },
  },
});

export const recoverTenant = defineOperation({
  id: 'recoverTenant',
  area: 'tenants',
  method: 'POST',
  path: '/operator/tenants/{tenantId}/recovery',
  summary: 'Opens a way back in for a tenant that is locked out altogether',
  description:
    "Resets the master's passwords, removes the master's authenticator or sets the login method back to `user-id` (C-15); at " +
    'least one of them. The master is mailed. The reason is kept in the history.',
  caller: 'operator',
  params,
  body: z
    .strictObject({
      resetLoginPassword: z.literal(true).optional(),
      resetTransactionPassword: z.literal(true).optional(),
      removeAuthenticator: z.literal(true).optional(),
      loginMethod: z.enum(['user-id']).optional(),
      reason: z.string().min(1).max(200).meta({ description: 'Why, for the history: a case number, no personal data' }),
    })
    .superRefine(({ reason: _, ...steps }, context) => {
      if (Object.keys(steps).length === 0) context.addIssue({ code: 'custom', path: [], input: steps });
    }),
  replies: { 202: null },
  problems: ['not-found'],
  access: {
    tenant: ['get'],
    subscription: ['get', 'put'],
    user: ['get', 'update'],
    credentials: ['get', 'put'],
    loginPasswordReset: ['put'],
    outbox: ['put'],
    mail: ['put'],
  },
  example: {
    params: { tenantId: 'aoba' },
    body: { resetLoginPassword: true, resetTransactionPassword: true, reason: 'Case 2026-1201' },
  },
});
