export const COMPANY_NAME = 'Tour Trading';

/** Accounts by ID: the two of pages 22 to 26. */
export const MAIN_ACCOUNT = '101-1000088';
export const SECOND_ACCOUNT = '101-1000658';

/** A fine password, but for the birthday of the representative in it (C-3). */
export const PASSWORD_WITH_BIRTHDAY = 'Hoshi-0401';

/** What the bank registers; every name and number is made up. */
export function company(representativeEmail: string) {
  return {
    name: COMPANY_NAME,
    phoneNumber: '03-0000-0200',
    language: 'en',
    representative: { name: 'Taro Tour', email: representativeEmail, birthDate: '1980-04-01' },
    accounts: [
      { ...placeOf(MAIN_ACCOUNT), name: 'Main account', representative: true },
      { ...placeOf(SECOND_ACCOUNT), name: 'Second account', representative: false },
    ],
  };
}

function placeOf(accountId: string) {
  const [branchCode, accountNumber] = accountId.split('-');

  return { branchCode, branchName: 'Head office', accountNumber };
}
