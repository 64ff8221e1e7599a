import type { Category } from '@gatehouse/contracts/notifications/categories';
import { defaultLocale } from '@gatehouse/contracts/language/locale';
import type { TemplateContent } from '@gatehouse/contracts/notifications/templates';
import { contentOf, type Words } from './translations/words.js';

export interface BuiltInTemplate {
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  readonly description: string;
  readonly category: Category;
  /** Each with a sample. */
  readonly variables: Readonly<Record<string, string>>;
  /** By language. */
  readonly contents: Readonly<Record<string, TemplateContent>>;
}

export const english = (...words: Words): Readonly<Record<string, TemplateContent>> => ({
  [defaultLocale]: contentOf(words),
});
