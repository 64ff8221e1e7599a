import type { Language } from '@gatehouse/contracts/language/locale';

/** What a mail says, in plain words; the layout escapes all of it. */
export interface MailContent {
  readonly greeting: string;
  readonly paragraphs: readonly string[];
  /** The one thing to do: a button, and a link in plain text. */
  readonly action?: { readonly label: string; readonly url: string };
  readonly footer: string;
  readonly language: Language;
}

/** A mail as plain text and as HTML. */
export function renderMail(content: MailContent): { text: string; html: string } {
  const { greeting, paragraphs, action, footer, language } = content;
  const parts = [greeting, ...paragraphs];
  const link = action ? [`${action.label}:\n${action.url}`] : [];
  const button = action
    ? [`<p><a href="${escape(action.url)}">${escape(action.label)}</a></p>`]
    : [];
  return {
    text: [...parts, ...link, footer].join('\n\n'),
    html: [
      `<html lang="${language}"><body>`,
      ...parts.map((part) => `<p>${escape(part)}</p>`),
      ...button,
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
