import type { Category } from '@gatehouse/contracts/notifications/categories';
import { defaultLocale } from '@gatehouse/contracts/language/locale';
import type { TemplateContent } from '@gatehouse/contracts/notifications/templates';

export interface BuiltInTemplate {
  readonly name: string;
  readonly description: string;
  readonly category: Category;
  /** Each with a sample. */
  readonly variables: Readonly<Record<string, string>>;
  readonly contents: Readonly<Record<string, TemplateContent>>;
}

/** The same words as HTML and as text, a paragraph each. */
export const english = (
  subject: string,
  ...paragraphs: readonly string[]
): Readonly<Record<string, TemplateContent>> => ({
  [defaultLocale]: {
    subject,
    html: paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('\n'),
    text: paragraphs.join('\n\n'),
  },
});
