import { z } from 'zod';

/** The language that everything has a text in, and that others fall back to. */
export const defaultLocale = 'en';

/** Languages that Gatehouse itself writes to people in. */
export const languages = [defaultLocale, 'de', 'es', 'fr'] as const;
export type Language = (typeof languages)[number];

/** A language, or one of a country, such as `de` and `de-AT`. */
export const locale = z
  .string()
  .regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'must be a language such as en or de-AT');

/** The language of a locale, or English where Gatehouse does not write that one. */
export const languageOf = (name: string): Language =>
  languages.find((language) => language === name.slice(0, 2)) ?? defaultLocale;
