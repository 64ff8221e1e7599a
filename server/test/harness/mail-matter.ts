import type { MailKind } from '../../src/modules/identity/mails/texts/mail-texts.js';
import { type MailMatter, mailTexts } from '../../src/modules/identity/mails/texts/written-mail.js';

/** Variables in a template, in order. */
export const variablesIn = (text: string): string[] =>
  [...new Set(text.match(/\{\{[^}]*\}\}/g))].toSorted();

/** A value for every variable of a mail. */
export const matterOf = (kind: MailKind): MailMatter => {
  const { subject, paragraphs } = mailTexts.en.mails[kind];
  const names = [subject, ...paragraphs].flatMap(variablesIn).map((name) => name.slice(2, -2));
  return {
    kind,
    values: Object.fromEntries(names.map((name) => [name, `<${name}>`])),
  } as MailMatter;
};
