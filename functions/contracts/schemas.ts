import * as z from 'zod';

/** Shapes several operations share. Descriptions appear in the OpenAPI document. */

export const Timestamp = z.iso.datetime().meta({ description: 'RFC 3339, UTC', example: '2026-12-01T00:30:00.000Z' });

export const TenantId = z
  .string()
  .regex(/^[a-z0-9-]{1,32}$/)
  .meta({ description: 'Tenant ID, chosen by the bank', example: 'demo' });

export const UserId = z
  .string()
  .regex(/^[1-9]\d{9}$/)
  .meta({ description: 'User ID: 10 decimal digits', example: '1453935789' });

export const GroupId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,32}$/)
  .meta({ description: 'Group ID', example: 'g7Hq2LmZ0aXc' });

export const ResetId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .meta({ description: 'Last segment of the mailed URL', example: 'Qm7dT2xVb9Ka' });

export const AccountId = z
  .string()
  .regex(/^\d{3}-\d{7}$/)
  .meta({ description: 'Branch code and account number', example: '101-1000088' });

/** 1 to `max` items of which none says the same as an earlier one: `idOf` tells what an item is about, and at which field. */
export function distinct<Item extends z.ZodType>(
  item: Item,
  max: number,
  idOf: (item: z.output<Item>) => string,
  field: readonly string[] = [],
) {
  return z
    .array(item)
    .min(1)
    .max(max)
    .superRefine((items, context) => {
      const ids = items.map(idOf);

      for (const [index, id] of ids.entries()) {
        if (ids.indexOf(id) < index) {
          context.addIssue({ code: 'custom', path: [index, ...field], params: { code: 'duplicate' }, input: id });
        }
      }
    });
}

export const Version = z.int().min(1).meta({ description: 'Version read; an edit of a stale one is refused', example: 1 });

/** An amount in a query: whole yen as decimal digits, 1 to 999,999,999,999. */
export const AmountText = z
  .string()
  .regex(/^[1-9]\d{0,11}$/)
  .transform(Number)
  .meta({ description: 'Whole yen', example: '10000000' });

/** An amount of a transfer: whole yen, 1 to 999,999,999,999. */
export const Amount = z.int().min(1).max(999_999_999_999).meta({ description: 'Whole yen', example: 3_000_000 });

export const Yen = z.int().min(0).meta({ description: 'Whole yen', example: 10_000_000 });

/** Free text is trimmed and counted by the rules (G-4); here only a bound against abuse. */
export const Name = z.string().min(1).max(200);

/** Text of one line that is shown as it is: no control characters, line breaks or bidirectional controls. */
export const PlainText = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]*$/u);

/** ASCII addresses only; a quoted local part or a line break is refused. RFC 5321 allows 254 characters. */
export const Email = z.email().max(254).meta({ description: 'Mail address', example: 'hanako@example.co.jp' });

/** A password as typed; its rules (C-1 to C-3) answer 422. The bound keeps a hash from ever seeing a huge input. */
export const PasswordText = z.string().min(1).max(256).meta({ format: 'password', example: 'Mizu-2468' });

const transactionPassword = PasswordText;

/** C-9: the transaction password plus a mail token, or plus a code of the authenticator once one is registered. */
export const Confirmation = z
  .union([
    z.strictObject({ transactionPassword, mailToken: z.string().regex(/^\d{6}$/) }),
    z.strictObject({ transactionPassword, authenticatorCode: z.string().regex(/^\d{6}$/) }),
  ])
  .meta({
    id: 'Confirmation',
    description: 'Transaction password plus mail token; plus authenticator code instead once an authenticator is registered',
    example: { transactionPassword: 'Kaze-1357', mailToken: '123456' },
  });

export type Confirmation = z.output<typeof Confirmation>;

/** with a user who is added or edited; the acquisition password's rules answer 422. */
export const CertificateOrder = z
  .strictObject({ acquisitionPassword: PasswordText })
  .meta({ description: 'Orders a client certificate; the acquisition password is 8-64 ASCII letters and digits' });

const accountRights = { inquiry: z.boolean(), operation: z.boolean(), transfer: z.boolean(), bulkTransfer: z.boolean() };
const productRights = { inquiry: z.boolean(), operation: z.boolean() };
const yesNoRights = {
  important: z.boolean(),
  securitySettings: z.boolean(),
  userAdministration: z.boolean(),
  directDebit: z.boolean(),
  depositAccounts: z.boolean(),
  history: z.boolean(),
  mobileApp: z.boolean(),
  documents: z.boolean(),
};

export const Permissions = z
  .strictObject({
    accounts: z.record(AccountId, z.strictObject(accountRights)),
    approval: z
      .strictObject({ approvalLimit: Yen.nullable(), selfApprovalLimit: Yen.nullable() })
      .nullable()
      .meta({ description: '`null`: no right to approve. A limit of `null` is unlimited, for the master only' }),
    timeDeposit: z.strictObject(productRights),
    foreignCurrency: z.strictObject(productRights),
    ...yesNoRights,
  })
  .meta({ id: 'Permissions' });

const AccountRightsInput = z.strictObject({
  inquiry: z.boolean().optional(),
  operation: z.boolean().optional(),
  transfer: z.boolean().optional(),
  bulkTransfer: z.boolean().optional(),
});
const ProductRightsInput = z.strictObject({ inquiry: z.boolean().optional(), operation: z.boolean().optional() });

/** What a client sends: missing fields mean "no"; limits are checked by the rules (P-2), which answer 422. */
export const PermissionsInput = z
  .strictObject({
    accounts: z.record(AccountId, AccountRightsInput).optional(),
    approval: z
      .strictObject({ approvalLimit: z.int().nullable().optional(), selfApprovalLimit: z.int().nullable().optional() })
      .nullable()
      .optional(),
    timeDeposit: ProductRightsInput.optional(),
    foreignCurrency: ProductRightsInput.optional(),
    important: z.boolean().optional(),
    securitySettings: z.boolean().optional(),
    userAdministration: z.boolean().optional(),
    directDebit: z.boolean().optional(),
    depositAccounts: z.boolean().optional(),
    history: z.boolean().optional(),
    mobileApp: z.boolean().optional(),
    documents: z.boolean().optional(),
  })
  .meta({ id: 'PermissionsInput', description: 'Permissions; a missing field means "no"' });

export const GroupReference = z.strictObject({ groupId: GroupId, name: z.string() });

export const User = z
  .strictObject({
    userId: UserId,
    name: z.string(),
    email: z.string(),
    emailStatus: z
      .enum(['ok', 'bounced', 'complained'])
      .meta({ description: 'What came back of mail to this address: nothing, mail itself for good, or a report of it as spam' }),
    role: z.enum(['master', 'user']),
    group: GroupReference.optional(),
    authenticatorRegistered: z.boolean(),
    loginStatus: z.enum(['invited', 'invitation-expired', 'active', 'locked', 'reset-pending']),
    transactionStatus: z.enum(['unset', 'active', 'locked', 'reset-pending']),
    certificate: z.strictObject({
      status: z.enum(['none', 'ordered', 'valid', 'revocation-scheduled', 'revoked', 'expired']),
      expiresAt: Timestamp.optional(),
    }),
    version: Version,
  })
  .meta({ id: 'User' });

export const RequiredActions = z
  .array(z.enum(['initial-setup', 'set-login-password', 'set-transaction-password', 'enrol-authenticator']))
  .meta({ description: 'What is pending; while it is not empty, most operations answer 403 `required-action`' });

export const ExamplePermissions = {
  accounts: { '101-1000088': { inquiry: true, operation: true, transfer: true, bulkTransfer: false } },
  approval: { approvalLimit: 10_000_000, selfApprovalLimit: 1_000_000 },
  timeDeposit: { inquiry: false, operation: false },
  foreignCurrency: { inquiry: false, operation: false },
  important: false,
  securitySettings: false,
  userAdministration: false,
  directDebit: false,
  depositAccounts: false,
  history: false,
  mobileApp: false,
  documents: true,
} satisfies z.input<typeof Permissions>;

export const ExampleConfirmation = { transactionPassword: 'Kaze-1357', mailToken: '123456' } satisfies Confirmation;
