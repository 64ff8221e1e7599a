import { expect, it } from 'vitest';
import { acceptedLanguage } from './accepted-language.js';

it.each([
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['pt-BR, fr;q=0.5, en;q=0.4', 'fr'],
  ['en;q=0.4, es;q=0.6', 'es'],
  ['DE', 'de'],
  ['pt', 'en'],
  ['de;q=0', 'en'],
  ['*', 'en'],
  ['', 'en'],
  ['\u0000;;;q=,', 'en'],
  [`${'x,'.repeat(50_000)}de`, 'en'],
])('%j asks for %s', (header, language) => {
  expect(acceptedLanguage(header)).toBe(language);
});
