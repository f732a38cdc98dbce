import type { Block, Language, Message, RenderedMail } from './message.ts';
import { escapeHtml, singleLine } from './plain-text.ts';

/**
 * Renders a message as plain text and as HTML with the same content. Every piece of text passes `singleLine`, and
 * `escapeHtml` in HTML, here and nowhere else: a template cannot forget it. That leaves a templating library nothing to do.
 */
export function render(language: Language, message: Message): RenderedMail {
  return { subject: singleLine(message.subject), text: textOf(message), html: htmlOf(language, message) };
}

function textOf({ blocks }: Message): string {
  return `${blocks.map(textBlock).join('\n\n')}\n`;
}

function textBlock(block: Block): string {
  if ('facts' in block) return block.facts.map(({ label, value }) => singleLine(`${label}: ${value}`)).join('\n');

  return singleLine('link' in block ? block.link : block.paragraph);
}

/**
 * No tables, no remote content, no colours of our own: mail readers apply the person's font size and dark mode.
 * `lang` stands on an element of the body as well, because many readers drop `html`.
 */
function htmlOf(language: Language, { subject, blocks }: Message): string {
  const title = html(subject);

  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>:root { color-scheme: light dark; }</style>
</head>
<body>
<main lang="${language}" style="max-width: 40em; margin: 0 auto; padding: 1em; font-family: sans-serif; line-height: 1.7">
<h1 style="font-size: 1.25em">${title}</h1>
${blocks.map(htmlBlock).join('\n')}
</main>
</body>
</html>
`;
}

function htmlBlock(block: Block): string {
  if ('facts' in block) return facts(block.facts.map(({ label, value }) => html(`${label}: ${value}`)));
  if ('link' in block) return `<p><a href="${html(block.link)}">${html(block.link)}</a></p>`;

  return `<p>${html(block.paragraph)}</p>`;
}

/** The labels are English in every language, and a screen reader should say so. */
function facts(lines: readonly string[]): string {
  const items = lines.map((line) => `<li>${line}</li>`).join('\n');

  return `<ul lang="en" style="list-style: none; padding: 0; font-family: monospace; font-size: 1.15em">\n${items}\n</ul>`;
}

function html(text: string): string {
  return escapeHtml(singleLine(text));
}
