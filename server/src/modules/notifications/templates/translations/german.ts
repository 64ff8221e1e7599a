import type { Translations } from './words.js';

const notYou =
  'Wenn Sie das nicht waren, wählen Sie ein neues Passwort und beenden Sie die anderen Sitzungen.';

export const german: Translations = {
  welcome: [
    'Willkommen',
    'Guten Tag {{firstName}} {{lastName}},',
    'Ihr Konto für {{email}} ist bereit. Schön, dass Sie da sind.',
  ],
  'payment-created': [
    'Zahlung eingegangen',
    'Wir haben Ihre Zahlung {{transactionId}} über {{amount}} erhalten und bearbeiten sie.',
  ],
  'payment-confirmation': [
    'Zahlung bestätigt',
    'Ihre Zahlung über {{amount}} vom {{date}} ist ausgeführt.',
    'Vorgang: {{transactionId}}',
  ],
  'payment-failed': [
    'Zahlung fehlgeschlagen: Bitte handeln Sie',
    'Ihre Zahlung über {{amount}} wurde nicht ausgeführt: {{errorMessage}}',
    'Bitte prüfen Sie Ihr Zahlungsmittel und versuchen Sie es noch einmal. Vorgang: {{transactionId}}',
  ],
  'payment-refunded': [
    'Zahlung erstattet',
    '{{amount}} Ihrer Zahlung {{transactionId}} sind auf dem Weg zurück zu Ihnen.',
  ],
  'alert-raised': ['Sicherheitswarnung ({{severity}})', '{{summary}}'],
  'alert-assigned': ['Eine Sicherheitswarnung ist Ihre Aufgabe ({{severity}})', '{{summary}}'],
  'events-parked': [
    'Ereignisse konnten von {{listener}} nicht verarbeitet werden',
    '{{count}} Ereignisse wurden nach mehreren Versuchen aufgegeben. Sehen Sie nach, was schiefging, und lassen Sie sie noch einmal versuchen.',
  ],
  'new-device': [
    'Neue Anmeldung bei Ihrem Konto',
    'Bei Ihrem Konto hat sich ein Gerät angemeldet, das es nicht kannte.',
    notYou,
  ],
  'password-changed': [
    'Ihr Passwort wurde geändert',
    'Die anderen Sitzungen wurden beendet.',
    notYou,
  ],
  'second-factor-on': [
    'Ein zweiter Faktor wurde eingeschaltet',
    'Die Anmeldung bei Ihrem Konto lässt sich jetzt bestätigen durch {{factor}}.',
    notYou,
  ],
  'second-factor-off': [
    'Ein zweiter Faktor wurde ausgeschaltet',
    'Die Anmeldung bei Ihrem Konto wird nicht mehr bestätigt durch {{factor}}.',
    notYou,
  ],
  'new-place': [
    'Neue Anmeldung bei Ihrem Konto: {{country}}',
    'Bei Ihrem Konto hat sich zum ersten Mal jemand aus diesem Land angemeldet: {{country}}.',
    notYou,
  ],
  'device-trusted': [
    'Einem Gerät wird vertraut',
    'Ein Gerät meldet sich eine Zeit lang ohne zweiten Faktor bei Ihrem Konto an.',
    notYou,
  ],
  'backup-code-used': [
    'Ein Ersatzcode wurde benutzt',
    'Einer der Ersatzcodes Ihres Kontos wurde benutzt; er gilt nicht mehr.',
    notYou,
  ],
  'backup-codes-replaced': [
    'Ihre Ersatzcodes wurden ersetzt',
    'Die bisherigen gelten nicht mehr.',
    notYou,
  ],
  'api-key-made': [
    'Ein API-Schlüssel wurde angelegt',
    'Der Schlüssel {{name}} handelt in Ihrem Namen.',
    notYou,
  ],
  'api-key-rotated': [
    'Ein API-Schlüssel wurde erneuert',
    'Der Schlüssel {{name}} hat ein neues Geheimnis.',
    notYou,
  ],
  'api-key-expiring': [
    'Ein API-Schlüssel läuft ab',
    'Der Schlüssel {{name}} gilt bis {{date}}. Erneuern Sie ihn vorher, damit die Programme weiterarbeiten, die ihn benutzen.',
  ],
  'ownership-handed-over': [
    'Sie haben Ihre Organisation übergeben',
    'An Ihrer Stelle ist jetzt jemand anderes BOSS.',
    notYou,
  ],
  'role-changed': ['Ihre Rolle wurde geändert', 'Ihre Rolle ist jetzt {{role}}.'],
  'invitation-accepted': [
    'Ihre Einladung wurde angenommen',
    '{{email}} ist jetzt dabei, als {{role}}.',
  ],
  'webhook-disabled': [
    'Ein Webhook-Endpunkt wurde abgeschaltet',
    'An {{url}} werden keine Ereignisse mehr gesendet.',
  ],
  'export-ready': [
    'Alles, was wir über Sie wissen',
    'Die Datei, um die Sie gebeten haben, ist fertig. Der Link steht in der E-Mail, die wir Ihnen geschickt haben.',
  ],
  'picture-removed': [
    'Ihr Bild wurde entfernt',
    'Jemand aus der Verwaltung hat das Bild Ihres Kontos entfernt. In Ihrem Profil können Sie ein anderes wählen.',
  ],
};
