import type { TemplateContent } from '@gatehouse/contracts/notifications/templates';
import { french } from './french.js';
import { german } from './german.js';
import { spanish } from './spanish.js';
import { contentOf } from './words.js';

const languages = Object.entries({ de: german, es: spanish, fr: french });

/** What a template that comes with Gatehouse says in other languages than English. */
export function translationsOf(template: string): Record<string, TemplateContent> {
  const contents = languages.flatMap(([language, { [template]: words }]) =>
    words ? [[language, contentOf(words)] as const] : [],
  );
  return Object.fromEntries(contents);
}
