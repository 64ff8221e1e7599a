import { defaultLocale, type Language, languageOf } from '@gatehouse/contracts/language/locale';

/** What stands around the words of notifications. */
export interface FrameWords {
  readonly open: string;
  readonly settings: string;
  readonly unsubscribe: string;
  readonly many: (count: number) => string;
  /** How many are left out. */
  readonly more: (count: number) => string;
}

const english: FrameWords = {
  open: 'Open',
  settings: 'Choose what you are told',
  unsubscribe: 'Unsubscribe',
  many: (count) => `${count} new notifications`,
  more: (count) => `and ${count} more`,
};

const byLanguage: Readonly<Record<Language, FrameWords>> = {
  [defaultLocale]: english,
  de: {
    open: 'Öffnen',
    settings: 'Benachrichtigungen einstellen',
    unsubscribe: 'Abbestellen',
    many: (count) => `${count} neue Benachrichtigungen`,
    more: (count) => `und ${count} weitere`,
  },
  es: {
    open: 'Abrir',
    settings: 'Elegir las notificaciones',
    unsubscribe: 'Darse de baja',
    many: (count) => `${count} notificaciones nuevas`,
    more: (count) => `y ${count} más`,
  },
  fr: {
    open: 'Ouvrir',
    settings: 'Choisir les notifications',
    unsubscribe: 'Se désabonner',
    many: (count) => `${count} nouvelles notifications`,
    more: (count) => `et ${count} de plus`,
  },
};

/** Those of a locale's language; English ones where there are none. */
export const frameWordsOf = (locale: string): FrameWords => byLanguage[languageOf(locale)];
