import { type Item, PRICES, type Price } from './prices.ts';
import type { Usage } from './usage.ts';

/** A service and what it costs, in US dollars. */
export type Line = { readonly service: string; readonly usd: number };

/** What so much of something costs, each part at the price of its tier. */
export function cost({ per, tiers }: Pick<Price, 'per' | 'tiers'>, amount: number): number {
  let usd = 0;
  let from = 0;

  for (const { upTo = Number.POSITIVE_INFINITY, usd: price } of tiers) {
    usd += (Math.max(0, Math.min(amount, upTo) - from) / per) * price;
    from = upTo;
  }

  return usd;
}

/** The bill of a usage by service, in the order of the price list. */
export function bill(usage: Usage): readonly Line[] {
  const lines = new Map<string, number>();

  for (const [item, price] of Object.entries(PRICES) as [Item, Price][]) {
    const usd = cost(price, usage[item] ?? 0);
    lines.set(price.service, (lines.get(price.service) ?? 0) + usd);
  }

  return [...lines].map(([service, usd]) => ({ service, usd }));
}

/** The last line of a bill. */
export function total(lines: readonly Line[]): number {
  return lines.reduce((all, { usd }) => all + usd, 0);
}
