import { defaultLocale, type Language } from './locale.js';
import type { AcceptableFactor } from '../permissions.js';

/** What second factors are called in the middle of a sentence, after "with". */
export const factorNames: Readonly<Record<Language, Readonly<Record<AcceptableFactor, string>>>> = {
  [defaultLocale]: {
    totp: 'an authenticator app',
    passkey: 'a passkey',
    email_code: 'codes by e-mail',
    sms_code: 'codes by SMS',
  },
  de: {
    totp: 'eine Authenticator-App',
    passkey: 'einen Passkey',
    email_code: 'Codes per E-Mail',
    sms_code: 'Codes per SMS',
  },
  es: {
    totp: 'una aplicación de autenticación',
    passkey: 'una llave de acceso',
    email_code: 'códigos por correo',
    sms_code: 'códigos por SMS',
  },
  fr: {
    totp: 'une application d’authentification',
    passkey: 'une clé d’accès',
    email_code: 'des codes par e-mail',
    sms_code: 'des codes par SMS',
  },
};
