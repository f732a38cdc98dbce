import type { Block } from '../message.ts';

/** How every mail begins and ends. No line begins with a name: one could be made to look like a data line. */
export const greeting = {
  ja: (name: string): Block => ({ paragraph: `宛名：${name} 様` }),
  en: (name: string): Block => ({ paragraph: `Dear ${name},` }),
};

export const closing: Readonly<Record<'ja' | 'en', Block>> = {
  ja: { paragraph: 'このメールは自動でお送りしています。返信いただいてもお答えできませんので、ご了承ください。' },
  en: { paragraph: 'This mail was sent automatically; replies are not read.' },
};
