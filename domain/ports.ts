/** The time of the request. Rules take it as an argument; only operations ask for it. */
export type Clock = { now(): Date };

/** New identifiers, random and never used before. */
export type Ids = {
  /** RFC 9562 UUID. */
  uuid(): string;
  /** 12 letters and digits, for what is kept many times over in one item: groups, subscriptions. */
  short(): string;
  /** A user ID candidate: 10 decimal digits, no leading zero (`isUserId`). Saving it must refuse one already taken. */
  userId(): string;
};

/** A one-way digest, the same for the same text; turns names of any length into something short to compare. */
export type Digest = (text: string) => string;
