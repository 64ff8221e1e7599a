import type { Translations } from './words.js';

const notYou =
  'Si ce n’était pas vous, choisissez un nouveau mot de passe et fermez les autres sessions.';

export const french: Translations = {
  welcome: [
    'Bienvenue',
    'Bonjour {{firstName}} {{lastName}},',
    'Votre compte pour {{email}} est prêt. Nous sommes heureux de vous accueillir.',
  ],
  'payment-created': [
    'Paiement reçu',
    'Nous avons reçu votre paiement {{transactionId}} de {{amount}} et le traitons.',
  ],
  'payment-confirmation': [
    'Paiement confirmé',
    'Votre paiement de {{amount}} du {{date}} a été effectué.',
    'Opération : {{transactionId}}',
  ],
  'payment-failed': [
    'Échec du paiement : votre attention est requise',
    'Votre paiement de {{amount}} n’a pas été effectué : {{errorMessage}}',
    'Vérifiez votre moyen de paiement et réessayez. Opération : {{transactionId}}',
  ],
  'payment-refunded': [
    'Paiement remboursé',
    '{{amount}} de votre paiement {{transactionId}} vous seront bientôt rendus.',
  ],
  'alert-raised': ['Alerte de sécurité ({{severity}})', '{{summary}}'],
  'alert-assigned': ['Une alerte de sécurité vous est confiée ({{severity}})', '{{summary}}'],
  'events-parked': [
    '{{listener}} n’a pas pu traiter des événements',
    '{{count}} événements ont été abandonnés après plusieurs essais. Regardez ce qui a échoué, puis faites-les réessayer.',
  ],
  'new-device': [
    'Nouvelle connexion à votre compte',
    'Un appareil que votre compte ne connaissait pas s’y est connecté.',
    notYou,
  ],
  'password-changed': [
    'Votre mot de passe a été changé',
    'Les autres sessions ont été fermées.',
    notYou,
  ],
  'second-factor-on': [
    'Un second facteur a été activé',
    'La connexion à votre compte peut désormais être confirmée avec {{factor}}.',
    notYou,
  ],
  'second-factor-off': [
    'Un second facteur a été désactivé',
    'La connexion à votre compte n’est plus confirmée avec {{factor}}.',
    notYou,
  ],
  'new-place': [
    'Nouvelle connexion à votre compte : {{country}}',
    'Une connexion à votre compte vient pour la première fois de ce pays : {{country}}.',
    notYou,
  ],
  'device-trusted': [
    'Un appareil est désormais de confiance',
    'Pendant un certain temps, un appareil se connecte à votre compte sans second facteur.',
    notYou,
  ],
  'backup-code-used': [
    'Un code de secours a été utilisé',
    'L’un des codes de secours de votre compte a été utilisé ; il n’est plus valable.',
    notYou,
  ],
  'backup-codes-replaced': [
    'Vos codes de secours ont été remplacés',
    'Les précédents ne sont plus valables.',
    notYou,
  ],
  'api-key-made': ['Une clé d’API a été créée', 'La clé {{name}} agit en votre nom.', notYou],
  'api-key-rotated': [
    'Une clé d’API a été renouvelée',
    'La clé {{name}} a un nouveau secret.',
    notYou,
  ],
  'api-key-expiring': [
    'Une clé d’API expire bientôt',
    'La clé {{name}} est valable jusqu’au {{date}}. Renouvelez-la avant, pour que les programmes qui l’utilisent continuent de fonctionner.',
  ],
  'ownership-handed-over': [
    'Vous avez cédé votre organisation',
    'Une autre personne est BOSS à votre place.',
    notYou,
  ],
  'role-changed': ['Votre rôle a été changé', 'Votre rôle est maintenant {{role}}.'],
  'invitation-accepted': [
    'Votre invitation a été acceptée',
    '{{email}} a rejoint l’organisation en tant que {{role}}.',
  ],
  'webhook-disabled': [
    'Un point de terminaison de webhook a été désactivé',
    'Les événements ne sont plus envoyés à {{url}}.',
  ],
  'export-ready': [
    'Tout ce que nous savons de vous',
    'Le fichier que vous avez demandé est prêt. Le lien est dans l’e-mail que nous vous avons envoyé.',
  ],
  'picture-removed': [
    'Votre photo a été supprimée',
    'Un administrateur a supprimé la photo de votre compte. Vous pouvez en choisir une autre dans votre profil.',
  ],
};
