import type { Language } from '@gatehouse/contracts/language/locale';

/** Something to do. */
export interface MailAction {
  readonly label: string;
  readonly url: string;
}

/** What a mail says, in plain words; the layout escapes all of it. */
export interface MailContent {
  readonly greeting: string;
  readonly paragraphs: readonly string[];
  /** What there is to do, the first thing first: each a button, and a link in plain text. */
  readonly actions: readonly MailAction[];
  readonly footer: string;
  readonly language: Language;
}

/** A mail as plain text and as HTML. */
export function renderMail(content: MailContent): { text: string; html: string } {
  const { greeting, paragraphs, actions, footer, language } = content;
  const parts = [greeting, ...paragraphs];
  const links = actions.map(({ label, url }) => `${label}:\n${url}`);
  const buttons = actions.map(
    ({ label, url }) => `<p><a href="${escape(url)}">${escape(label)}</a></p>`,
  );
  return {
    text: [...parts, ...links, footer].join('\n\n'),
    html: [
      `<html lang="${language}"><body>`,
      ...parts.map((part) => `<p>${escape(part)}</p>`),
      ...buttons,
      `<p><small>${escape(footer)}</small></p>`,
      '</body></html>',
    ].join('\n'),
  };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
