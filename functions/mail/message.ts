/** Languages a tenant may choose for its mails. */
export type Language = 'ja' | 'en';

/** One datum of a mail on a line of its own, the same in every language so that people and tests find it: `User ID: 1453935789`. */
type Fact = {
  readonly label:
    | 'User ID'
    | 'Temporary login password'
    | 'Mail token'
    | 'Reset code'
    | 'Order ID'
    | 'Common name'
    | 'Serial number'
    | 'Kind'
    | 'Account'
    | 'Amount';
  readonly value: string;
};

/** A part of a mail's body. Templates say what a mail holds; only render.ts knows text and HTML. */
export type Block = { readonly paragraph: string } | { readonly facts: readonly Fact[] } | { readonly link: string };

/** A mail before rendering. Subjects are fixed words: what users typed stays out of headers. */
export type Message = { readonly subject: string; readonly blocks: readonly Block[] };

export type RenderedMail = { readonly subject: string; readonly text: string; readonly html: string };

/** What a template in one language makes of its values. */
export type Compose<Values> = (values: Values) => Message;
