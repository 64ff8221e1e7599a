import type { TemplateContent } from '@gatehouse/contracts/notifications/templates';

/** A subject, and paragraphs. */
export type Words = readonly [subject: string, ...paragraphs: string[]];

/** What the templates that come with Gatehouse say in a language, by name. */
export type Translations = Readonly<Record<string, Words>>;

/** The same words as HTML and as text. */
export const contentOf = ([subject, ...paragraphs]: Words): TemplateContent => ({
  subject,
  html: paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('\n'),
  text: paragraphs.join('\n\n'),
});
