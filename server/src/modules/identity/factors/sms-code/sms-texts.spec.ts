import { expect, it } from 'vitest';
import { smsTexts } from './sms-texts.js';

/** GSM 03.38, the basic set of it that these languages use. */
const gsm = /^[A-Za-z0-9 .,:;!?()'"\-+/àèéùìòÇØøÅåÆæßÉÄÖÑÜäöñü¿¡§]*$/;

it.each(Object.entries(smsTexts))('the text in %s is one message', (_language, text) => {
  const said = text('Gatehouse', '123456');
  expect(said).toContain('123456');
  expect(said).toContain('Gatehouse');
  expect(said).toMatch(gsm);
  expect(said.length).toBeLessThanOrEqual(160);
});
