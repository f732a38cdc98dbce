import type { Block } from '../message.ts';

type Order = {
  readonly userId: string;
  readonly orderId: string;
  readonly orderToken: string;
  readonly consoleUrl: string;
};

/** Where a certificate is picked up. The token is in the fragment, which browsers send to no server and no server logs. */
export function pickUpPage({ orderId, orderToken, consoleUrl }: Order): string {
  return new URL(`certificates/${orderId}#token=${orderToken}`, consoleUrl).href;
}

/** The order, and the name the certificate carries. */
export function orderFacts({ orderId, userId }: Pick<Order, 'orderId' | 'userId'>): Block {
  return {
    facts: [
      { label: 'Order ID', value: orderId },
      { label: 'Common name', value: userId },
    ],
  };
}
