import type { Language } from '@gatehouse/contracts/language/locale';
import { handlebars } from '../../../../platform/templates/handlebars.js';
import { de } from './de.js';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import type { MailKind, MailText, MailTexts, PhraseName, VariablesOf } from './mail-texts.js';

/** What identity writes to people, by language. */
export const mailTexts: Readonly<Record<Language, MailTexts>> = { en, de, es, fr };

/** What the outbox knows the mails of identity by. */
export const mailKinds = Object.keys(en.mails) as MailKind[];

/** What stands for a variable: words as they are, a moment, or a phrase of the mail's language. */
export type MailValue =
  | string
  | { readonly day: Date }
  | { readonly time: Date }
  | { readonly phrase: PhraseName; readonly values?: Readonly<Record<string, string>> };

/** What a mail is about: its kind, and a value for each variable of its text. */
export type MailMatter = {
  [K in MailKind]: {
    readonly kind: K;
    readonly values: Readonly<Record<VariablesOf<K>, MailValue>>;
  };
}[MailKind];

/** A mail in its reader's language, as plain text. */
export interface WrittenMail {
  readonly greeting: string;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** What its link is called; null for a mail that has none of its own. */
  readonly action: string | null;
  readonly footer: string;
}

/** `en` alone says nothing of the order of day and month. */
const formatLocaleOf = (language: Language): string => (language === 'en' ? 'en-GB' : language);

/** By their text: what identity writes is known when it is built, and compiling takes longer than filling. */
const compiled = new Map<string, HandlebarsTemplateDelegate>();

function filled(template: string, values: Readonly<Record<string, string>>): string {
  const known = compiled.get(template);
  const fill = known ?? handlebars().compile(template, { noEscape: true, strict: true });
  if (!known) compiled.set(template, fill);
  return fill(values);
}

/** Writes a mail. @throws Error for a text that names a variable without a value. */
export function writeMail(
  language: Language,
  { kind, values }: MailMatter,
  firstName?: string,
): WrittenMail {
  const { frame, mails } = mailTexts[language];
  const text: MailText = mails[kind];
  const words = Object.fromEntries(
    Object.entries<MailValue>(values).map(([name, value]) => [name, wordsOf(language, value)]),
  );
  const paragraphs = text.paragraphs.map((paragraph) => filled(paragraph, words));
  return {
    greeting:
      firstName === undefined ? frame.greetingToStranger : filled(frame.greeting, { firstName }),
    subject: filled(text.subject, words),
    paragraphs: paragraphs.filter((paragraph) => paragraph !== ''),
    action: text.action ?? null,
    footer: text.footer ?? frame.footer,
  };
}

function wordsOf(language: Language, value: MailValue): string {
  if (typeof value === 'string') return value;
  if ('phrase' in value)
    return filled(mailTexts[language].phrases[value.phrase], value.values ?? {});
  const [at, timeStyle] = 'day' in value ? [value.day] : [value.time, 'short' as const];
  const style = {
    dateStyle: 'long',
    timeZone: 'UTC',
    ...(timeStyle ? { timeStyle } : {}),
  } as const;
  return new Intl.DateTimeFormat(formatLocaleOf(language), style).format(at);
}
