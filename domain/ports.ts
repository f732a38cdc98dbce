/** The time, for those that act without a request; rules take it as an argument. */
export type Clock = { now(): Date };

/** New identifiers, random and never used before. */
export type Ids = {
  /** 12 letters and digits, for what is kept many times over in one item: groups, subscriptions. */
  short(): string;
  /** A user ID candidate: 10 decimal digits, no leading zero (`isUserId`). Saving it must refuse one already taken. */
  userId(): string;
};

/** A one-way digest, the same for the same text; turns names of any length into something short to compare. */
export type Digest = (text: string) => string;
