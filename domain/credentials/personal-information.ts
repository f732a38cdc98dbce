import type { Tenant } from '../tenants/tenant.ts';
import type { User } from '../users/user.ts';

/** What others may know of a user and the tenant, and what a password must therefore not contain (C-3). */
export type PersonalInformation = {
  readonly userId: string;
  readonly loginName?: string | undefined;
  readonly email: string;
  /** Account numbers of the tenant, without branch codes. */
  readonly accountNumbers: readonly string[];
  /** Of the tenant, in any notation: only its digits count. */
  readonly phoneNumber?: string | undefined;
  /** Of the representative, YYYY-MM-DD. */
  readonly birthDate: string;
};

/** What C-3 keeps out of the passwords of one user of a tenant. */
export function personalInformationOf(
  { userId, loginName, email }: Pick<User, 'userId' | 'loginName' | 'email'>,
  { accounts, phoneNumber, representative }: Pick<Tenant, 'accounts' | 'phoneNumber' | 'representative'>,
): PersonalInformation {
  const accountNumbers = accounts.map(({ accountNumber }) => accountNumber);

  return { userId, loginName, email, accountNumbers, phoneNumber, birthDate: representative.birthDate };
}

/** A run this long is one too many. */
const RUN_LENGTH = 4;

/**
 * C-3: whether a password contains a run of 4 or more consecutive characters of the user ID, the login name, the mail
 * address before the @, an account number or the phone number's digits, or the birth date as YYYYMMDD, YYMMDD or
 * MMDD; all without regard to case. It does not tell which: the answer goes to people who may not know the rest.
 */
export function containsPersonalInformation(password: string, personal: PersonalInformation): boolean {
  const searched = password.toLowerCase();
  const { userId, loginName = '', email, accountNumbers, phoneNumber = '', birthDate } = personal;

  const known = [userId, loginName, mailLocalPart(email), ...accountNumbers, phoneNumber.replace(/\D/g, '')];

  return [...known.flatMap((text) => runsOf(text.toLowerCase())), ...birthDateForms(birthDate)].some((run) =>
    searched.includes(run),
  );
}

/** Every run of 4 characters; a longer one contains one of these. */
function runsOf(text: string): string[] {
  const starts = Math.max(0, text.length - RUN_LENGTH + 1);

  return Array.from({ length: starts }, (_, start) => text.slice(start, start + RUN_LENGTH));
}

function mailLocalPart(email: string): string {
  return email.slice(0, Math.max(0, email.lastIndexOf('@')));
}

function birthDateForms(birthDate: string): string[] {
  const digits = birthDate.replaceAll('-', '');

  return [digits, digits.slice(2), digits.slice(4)];
}
