import type { Language } from '@gatehouse/contracts/language/locale';

/**
 * What a text message with a code says. Letters of GSM 03.38 alone, so that it is one message and
 * not several (3GPP TS 23.038).
 */
export const smsTexts: Readonly<Record<Language, (product: string, code: string) => string>> = {
  en: (product, code) =>
    `Your ${product} code is ${code}. It works once and for 5 minutes. Give it to nobody.`,
  de: (product, code) =>
    `Ihr Code von ${product} ist ${code}. Er gilt einmal und 5 Minuten lang. Geben Sie ihn niemandem.`,
  fr: (product, code) =>
    `Votre code ${product} est ${code}. Il sert une fois, pendant 5 minutes. Ne le donnez à personne.`,
  es: (product, code) =>
    `Su clave de ${product} es ${code}. Sirve una vez y durante 5 minutos. No se la dé a nadie.`,
};
