/** `1,000,000`; a broken number to two figures. */
export function count(amount: number): string {
  return amount.toLocaleString(
    'en-US',
    Number.isInteger(amount) || amount >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 2 },
  );
}

/** `710,000`: two figures of a number that is no more exact than that. */
export function tens(amount: number): string {
  return amount.toLocaleString('en-US', { maximumSignificantDigits: 2 });
}

/** `$0.75`, `$12,345`. */
export function dollars(usd: number): string {
  const digits = usd >= 100 ? 0 : 2;

  return `$${usd.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** `0.4 %`, `70 %`, `700 %`. */
export function percent(share: number): string {
  const value = share * 100;
  if (value < 0.1) return '< 0.1 %';

  return `${value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 1 : 0 })} %`;
}
