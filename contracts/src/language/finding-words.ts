import type { AlertSeverity } from '../security/events.js';
import { defaultLocale, type Language } from './locale.js';

/** What detections find, in a sentence each that names no person. */
const english = {
  password_guessing: '{count} failed sign-ins from {network} in {minutes} minutes',
  credential_stuffing: '{count} accounts failed to sign in from {network} in {minutes} minutes',
  password_spraying: '{count} accounts failed a few times each in {minutes} minutes',
  code_guessing: '{count} second factors of one account were refused in {minutes} minutes',
  code_spraying: 'The second factors of {count} accounts were refused in {minutes} minutes',
  impossible_travel: 'Two sign-ins of one person, as if they travelled at {count} km/h',
  new_devices: '{count} new devices signed in to one account in {minutes} minutes',
  refresh_token_theft: 'A used refresh token of one account came back: it may be stolen',
  refresh_tokens_theft: '{count} used refresh tokens of one account came back: they may be stolen',
  passkey_cloning: 'A passkey of one account was refused: it may have been copied',
  api_key_misuse: '{count} calls with refused API keys from {network} in {minutes} minutes',
  machine_memory: 'The machine uses {used} of {limit} of memory, {count} %',
  process_memory: 'A process of Gatehouse uses {used} of {limit} of memory, {count} %',
  audit_tampering: 'The audit trail is not as it was written, from entry {sequence} on',
} as const;

/** A sentence of what was found. */
export type FindingKey = keyof typeof english;
/** What its words name. */
export type FindingFacts = Readonly<Record<string, string>>;

const words: Readonly<Record<Language, Readonly<Record<FindingKey, string>>>> = {
  [defaultLocale]: english,
  de: {
    password_guessing: '{count} gescheiterte Anmeldungen von {network} in {minutes} Minuten',
    credential_stuffing:
      'Bei {count} Konten scheiterte die Anmeldung von {network} in {minutes} Minuten',
    password_spraying:
      'Bei {count} Konten scheiterte die Anmeldung je ein paar Mal in {minutes} Minuten',
    code_guessing: '{count} zweite Faktoren eines Kontos wurden in {minutes} Minuten abgelehnt',
    code_spraying: 'Die zweiten Faktoren von {count} Konten wurden in {minutes} Minuten abgelehnt',
    impossible_travel: 'Zwei Anmeldungen einer Person, als wäre sie mit {count} km/h gereist',
    new_devices: '{count} neue Geräte meldeten sich in {minutes} Minuten bei einem Konto an',
    refresh_token_theft:
      'Ein verbrauchtes Refresh-Token eines Kontos kam wieder: Es ist vielleicht gestohlen',
    refresh_tokens_theft:
      '{count} verbrauchte Refresh-Tokens eines Kontos kamen wieder: Sie sind vielleicht gestohlen',
    passkey_cloning: 'Ein Passkey eines Kontos wurde abgelehnt: Er wurde vielleicht kopiert',
    api_key_misuse:
      '{count} Aufrufe mit abgelehnten API-Schlüsseln von {network} in {minutes} Minuten',
    machine_memory: 'Der Rechner braucht {used} von {limit} Speicher, {count} %',
    process_memory: 'Ein Prozess von Gatehouse braucht {used} von {limit} Speicher, {count} %',
    audit_tampering: 'Das Protokoll ist ab Eintrag {sequence} nicht mehr, wie es geschrieben wurde',
  },
  es: {
    password_guessing: '{count} inicios de sesión fallidos desde {network} en {minutes} minutos',
    credential_stuffing:
      'El inicio de sesión de {count} cuentas ha fallado desde {network} en {minutes} minutos',
    password_spraying:
      'El inicio de sesión de {count} cuentas ha fallado unas pocas veces en {minutes} minutos',
    code_guessing: 'Se han rechazado {count} segundos factores de una cuenta en {minutes} minutos',
    code_spraying: 'Se han rechazado los segundos factores de {count} cuentas en {minutes} minutos',
    impossible_travel:
      'Dos inicios de sesión de una persona, como si hubiera viajado a {count} km/h',
    new_devices:
      '{count} dispositivos nuevos han iniciado sesión en una cuenta en {minutes} minutos',
    refresh_token_theft:
      'Ha vuelto un token de actualización usado de una cuenta: puede que lo hayan robado',
    refresh_tokens_theft:
      'Han vuelto {count} tokens de actualización usados de una cuenta: puede que los hayan robado',
    passkey_cloning:
      'Se ha rechazado una llave de acceso de una cuenta: puede que la hayan copiado',
    api_key_misuse:
      '{count} llamadas con claves de API rechazadas desde {network} en {minutes} minutos',
    machine_memory: 'El equipo usa {used} de {limit} de memoria, {count} %',
    process_memory: 'Un proceso de Gatehouse usa {used} de {limit} de memoria, {count} %',
    audit_tampering:
      'El registro de auditoría no está como se escribió, a partir de la entrada {sequence}',
  },
  fr: {
    password_guessing: '{count} connexions échouées depuis {network} en {minutes} minutes',
    credential_stuffing:
      'La connexion de {count} comptes a échoué depuis {network} en {minutes} minutes',
    password_spraying:
      'La connexion de {count} comptes a échoué quelques fois chacun en {minutes} minutes',
    code_guessing: '{count} seconds facteurs d’un compte ont été refusés en {minutes} minutes',
    code_spraying: 'Les seconds facteurs de {count} comptes ont été refusés en {minutes} minutes',
    impossible_travel: 'Deux connexions d’une personne, comme si elle voyageait à {count} km/h',
    new_devices: '{count} nouveaux appareils se sont connectés à un compte en {minutes} minutes',
    refresh_token_theft:
      'Un jeton de rafraîchissement déjà utilisé d’un compte est revenu : il est peut-être volé',
    refresh_tokens_theft:
      '{count} jetons de rafraîchissement déjà utilisés d’un compte sont revenus : ils sont peut-être volés',
    passkey_cloning: 'Une clé d’accès d’un compte a été refusée : elle a peut-être été copiée',
    api_key_misuse:
      '{count} appels avec des clés d’API refusées depuis {network} en {minutes} minutes',
    machine_memory: 'La machine utilise {used} de {limit} de mémoire, {count} %',
    process_memory: 'Un processus de Gatehouse utilise {used} de {limit} de mémoire, {count} %',
    audit_tampering:
      'Le journal d’audit n’est plus tel qu’il a été écrit, à partir de l’entrée {sequence}',
  },
};

const isFindingKey = (key: string): key is FindingKey => Object.hasOwn(english, key);

/** What was found, as its reader says it; null for what is not known, as of a later release. */
export const sayFinding = (language: Language, key: string, facts: FindingFacts): string | null =>
  isFindingKey(key)
    ? words[language][key].replaceAll(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? '?')
    : null;

/** How much an alert matters, in the middle of a sentence. */
export const severityNames: Readonly<Record<Language, Readonly<Record<AlertSeverity, string>>>> = {
  [defaultLocale]: { low: 'low', medium: 'medium', high: 'high', critical: 'critical' },
  de: { low: 'niedrig', medium: 'mittel', high: 'hoch', critical: 'kritisch' },
  es: { low: 'baja', medium: 'media', high: 'alta', critical: 'crítica' },
  fr: { low: 'faible', medium: 'moyenne', high: 'élevée', critical: 'critique' },
};
