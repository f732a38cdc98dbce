import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { mailed } from '../../support/mailbox.ts';
import { ACCOUNTS, LOGIN_PASSWORD, logIn, registeredTenant, TRANSACTION_PASSWORD } from '../../support/people.ts';

const CHOSEN = { transactionPassword: TRANSACTION_PASSWORD, loginPassword: LOGIN_PASSWORD };
const PERSONAL = 'password-contains-personal-information';
const FIELDS = ['transactionPassword', 'loginPassword'] as const;

/** Every printable ASCII character. */
const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));

describe('refuses passwords that break a rule, and names the field', () => {
  let tenantId: string;
  let userId: string;
  let token: string;

  beforeAll(async () => {
    const tenant = await registeredTenant();
    tenantId = tenant.tenantId;
    userId = tenant.representativeUserId;
    token = (await logIn(userId, await mailed(tenant.email, 'Temporary login password'))).body.token;
  });

  /** Tries to set passwords that are refused, and answers what is said about them; nothing may have been set. */
  async function refused(passwords: object): Promise<string[]> {
    const errors = expectProblem(await call('POST', '/me/initial-setup', { token, body: passwords }), 'rule-violation', 422);
    const { body } = await call('GET', '/me', { token });
    expect(body).toMatchObject({ requiredActions: ['initial-setup', 'set-login-password'] });

    return errors.map(({ pointer, code }) => `${pointer} ${code}`);
  }

  it.each(FIELDS)('C-1 %s of a wrong length', async (field) => {
    expect(await refused({ ...CHOSEN, [field]: 'Zy-12' })).toEqual([`/${field} password-too-short`]);
    expect(await refused({ ...CHOSEN, [field]: 'Zz-12yy-34z' })).toEqual([`/${field} password-too-long`]);
  });

  it.each(FIELDS)(
    'C-1 %s with a character that is neither letter, digit nor ASCII symbol, or is a quotation mark',
    async (field) => {
      for (const character of ['"', "'", ' ', '\t', '\u0000', '\u007f', 'é', 'Ａ', '１', 'あ', '😀', '\ud83d', '\u200b']) {
        const errors = await refused({ ...CHOSEN, [field]: `Xyz12x${character}` });
        expect(errors, JSON.stringify(character)).toEqual([`/${field} password-characters`]);
      }
    },
  );

  it('C-1 but takes all 93 others of ASCII', async () => {
    const forbidden: string[] = [];

    // Too short on purpose, so that nothing is set: the other errors tell about the character.
    for (const character of PRINTABLE) {
      const errors = await refused({ ...CHOSEN, loginPassword: `a1${character}` });
      if (errors.includes('/loginPassword password-characters')) forbidden.push(character);
    }

    expect(forbidden).toEqual([' ', '"', "'"]);
  });

  it('C-1 a login password without a letter, without a digit, without both', async () => {
    expect(await refused({ ...CHOSEN, loginPassword: userId.includes('7777') ? '999999' : '777777' })).toEqual([
      '/loginPassword password-needs-letter',
    ]);
    expect(await refused({ ...CHOSEN, loginPassword: 'Mizumizu' })).toEqual(['/loginPassword password-needs-digit']);
    expect(await refused({ ...CHOSEN, loginPassword: '!#$%&()' })).toEqual([
      '/loginPassword password-needs-letter',
      '/loginPassword password-needs-digit',
    ]);
  });

  it('C-2 the same password twice', async () => {
    expect(await refused({ ...CHOSEN, transactionPassword: LOGIN_PASSWORD })).toEqual(['/transactionPassword passwords-equal']);
  });

  it('C-4 no login password after a temporary one', async () => {
    expect(await refused({ transactionPassword: TRANSACTION_PASSWORD })).toEqual(['/loginPassword login-password-required']);
  });

  it.each(FIELDS)('C-3 %s with what others may know: any four characters in a row, in any case', async (field) => {
    const [, accountNumber = ''] = ACCOUNTS[2].split('-');
    const known = {
      'start of the user ID': userId.slice(0, 4),
      'end of the user ID': userId.slice(-4),
      'start of the mail address': tenantId.slice(0, 4),
      'middle of the mail address, in capitals': tenantId.slice(4, 8).toUpperCase(),
      'end of the mail address before the @': tenantId.slice(-4),
      'an account number': accountNumber.slice(0, 4),
      'the middle of an account number': accountNumber.slice(2, 6),
      'the phone number’s digits, across a hyphen': '5098',
      'the birth date as MMDD': '0401',
      'the birth date as YYMMDD': '750401',
    };

    for (const [what, run] of Object.entries(known)) {
      expect(await refused({ ...CHOSEN, [field]: `zQ8${run}` }), what).toEqual([`/${field} ${PERSONAL}`]);
    }
    expect(await refused({ ...CHOSEN, [field]: 'q19750401z' })).toEqual([`/${field} ${PERSONAL}`]);
  });

  it('C-3 without saying which it was', async () => {
    const answer = await call('POST', '/me/initial-setup', {
      token,
      body: { ...CHOSEN, loginPassword: `zQ8${userId.slice(0, 4)}` },
    });

    expect(JSON.stringify(answer.body)).not.toContain(userId.slice(0, 4));
  });

  it('R-6 all violations of both at once', async () => {
    expect(await refused({ transactionPassword: 'é', loginPassword: '0401' })).toEqual([
      '/transactionPassword password-too-short',
      '/transactionPassword password-characters',
      '/loginPassword password-too-short',
      `/loginPassword ${PERSONAL}`,
      '/loginPassword password-needs-letter',
    ]);
  });

  it('C-3 but takes three characters of it, of 6 and of 10 characters', async () => {
    const passwords = { transactionPassword: `z${userId.slice(0, 3)}_Q`, loginPassword: `z040_${userId.slice(-3)}_Q` };

    const { status } = await call('POST', '/me/initial-setup', { token, body: passwords });

    expect(status).toBe(204);
    expect((await logIn(userId, passwords.loginPassword)).status).toBe(201);
  });
});
