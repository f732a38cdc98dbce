import type { Block } from '../message.ts';

/** How every mail begins and ends. */
export const greeting = {
  ja: (name: string): Block => ({ paragraph: `${name} 様` }),
  en: (name: string): Block => ({ paragraph: `Dear ${name},` }),
};

export const closing: Readonly<Record<'ja' | 'en', Block>> = {
  ja: { paragraph: 'このメールは自動でお送りしています。返信いただいてもお答えできませんので、ご了承ください。' },
  en: { paragraph: 'This mail was sent automatically; replies are not read.' },
};
