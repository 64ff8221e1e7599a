import { factorNames } from '@gatehouse/contracts/language/factor-names';
import type { MailTexts } from './mail-texts.js';

export const fr: MailTexts = {
  frame: {
    greeting: 'Bonjour {{firstName}},',
    greetingToStranger: 'Bonjour,',
    footer:
      'Si vous n’attendiez pas ce message, vous pouvez l’ignorer ; personne n’entre avec votre adresse seule.',
    notMe: 'Ce n’était pas moi',
    notMeFooter:
      'Si c’était vous, il n’y a rien à faire. Sinon, « Ce n’était pas moi » met fin à toutes les sessions et vous laisse choisir un nouveau mot de passe ; le lien est valable 7 jours.',
  },
  mails: {
    verify_email: {
      subject: 'Confirmez votre adresse e-mail',
      paragraphs: [
        'Bienvenue. Confirmez cette adresse pour terminer votre inscription ; le lien est valable 24 heures.',
      ],
      action: 'Confirmer l’adresse',
    },
    account_exported: {
      subject: 'Tout ce que nous savons de vous',
      paragraphs: ['Voici le fichier que vous avez demandé. Le lien est valable un jour.'],
      action: 'Télécharger',
    },
    account_exported_for_you: {
      subject: 'Tout ce que nous savons de {{whose}}',
      paragraphs: [
        'Voici le fichier que vous avez demandé pour une autre personne. Le lien fonctionne un jour. Ne remettez le fichier qu’à {{whose}}, une fois certain de qui le demande.',
        'Votre nom figure au journal d’audit avec le motif indiqué.',
      ],
      action: 'Télécharger',
    },
    export_ordered: {
      subject: 'Ce que nous savons de vous a été rassemblé',
      paragraphs: [
        'L’équipe de ce service a fait établir un fichier de tout ce qui est connu à votre sujet, pour vous le remettre.',
        'Le motif : {{reason}}',
      ],
      footer: 'Si vous n’avez rien demandé de tel, écrivez à l’exploitant de ce service.',
    },
    erasure_ordered: {
      subject: 'Ce que nous savons de vous sera effacé',
      paragraphs: [
        'Votre compte ici est fermé. Le {{day}}, nous l’effaçons avec tout ce que nous savons de vous, définitivement.',
        'La raison : {{reason}}',
        'Si vous voulez le garder, écrivez avant ce jour à qui exploite ce service.',
      ],
    },
    organization_closed: {
      subject: '{{organization}} est fermée',
      paragraphs: [
        '{{organization}} a été fermée : plus personne n’y agit.',
        'Le {{day}}, ce qu’elle contient ici sera effacé définitivement : rôles, appartenances, comptes de service et clés, invitations, webhooks et notifications. De son journal d’audit ne reste que ce qui a été fait et quand. Votre propre compte reste.',
        'Jusqu’à ce jour, l’exploitant de ce service peut la rouvrir : écrivez-lui si vous souhaitez la conserver.',
      ],
      footer: 'Vous recevez ce message parce qu’elle vous appartenait.',
    },
    organization_erasure: {
      subject: '{{organization}} sera effacée le {{day}}',
      paragraphs: [
        '{{organization}} est fermée.',
        'Le {{day}}, ce qu’elle contient ici sera effacé définitivement : rôles, appartenances, comptes de service et clés, invitations, webhooks et notifications. De son journal d’audit ne reste que ce qui a été fait et quand. Votre propre compte reste.',
        'Jusqu’à ce jour, l’exploitant de ce service peut la rouvrir : écrivez-lui si vous souhaitez la conserver.',
      ],
      footer: 'Vous recevez ce message parce qu’elle vous appartenait.',
    },
    erasure_requested: {
      subject: 'Votre compte sera effacé',
      paragraphs: [
        'Vous nous avez demandé d’effacer votre compte et tout ce que nous savons de vous. Cela se fera le {{day}}, définitivement.',
        'Si vous changez d’avis, connectez-vous avant ce jour ou gardez le compte par le premier lien. Si c’était quelqu’un d’autre, dites-le par le second : le compte est gardé aussi.',
      ],
      action: 'Garder mon compte',
    },
    already_registered: {
      subject: 'Vous avez déjà un compte',
      paragraphs: [
        'Quelqu’un, peut-être vous, a voulu s’inscrire avec cette adresse, qui a déjà un compte.',
        'Connectez-vous comme d’habitude, ou choisissez un nouveau mot de passe si vous l’avez oublié.',
      ],
      action: 'Se connecter',
    },
    choose_password: {
      subject: 'Votre compte chez {{organization}}',
      paragraphs: [
        'Un compte chez {{organization}} a été créé pour vous. Choisissez un mot de passe pour commencer ; le lien est valable 7 jours.',
      ],
      action: 'Choisir un mot de passe',
    },
    invitation: {
      subject: 'Rejoignez {{organization}}',
      paragraphs: [
        '{{inviter}} vous invite chez {{organization}}. Le lien sert une fois, pendant 7 jours.',
      ],
      action: 'Voir l’invitation',
    },
    reset_password: {
      subject: 'Choisissez un nouveau mot de passe',
      paragraphs: [
        'Un nouveau mot de passe a été demandé. Le lien est valable une heure ; sans lui, rien ne change.',
      ],
      action: 'Choisir un nouveau mot de passe',
    },
    second_factor_code: {
      subject: 'Votre code',
      paragraphs: [
        'Votre code est {{code}}. Il sert une fois et pendant 5 minutes.',
        'Qui vous le demande n’est pas nous. Si vous n’avez pas voulu vous connecter, quelqu’un connaît votre mot de passe.',
      ],
    },
    magic_link: {
      subject: 'Votre lien de connexion',
      paragraphs: [
        'Un lien de connexion a été demandé. Il sert une fois, pendant 15 minutes. Ne le transmettez pas.',
        'Ou saisissez ce code là où vous l’avez demandé, dans les cinq minutes : {{code}}',
      ],
      action: 'Se connecter',
    },
    reset_required: {
      subject: 'Choisissez un nouveau mot de passe pour revenir',
      paragraphs: [
        '{{reason}}',
        'Toutes les sessions ont pris fin et l’ancien mot de passe ne sert plus. Le lien est valable une heure ; la page de connexion en envoie un autre.',
      ],
      action: 'Choisir un nouveau mot de passe',
    },
    new_device: {
      subject: 'Nouvelle connexion à votre compte',
      paragraphs: [
        'On s’est connecté à votre compte depuis un appareil ou un lieu qu’il ne connaissait pas.',
        'Appareil : {{browser}} sur {{device}}',
        '{{#if place}}Lieu : {{place}}{{/if}}',
        'Adresse : {{ipAddress}}',
        'Heure : {{time}} UTC',
      ],
    },
    new_place: {
      subject: 'Connexion à votre compte depuis un nouveau lieu',
      paragraphs: [
        'On s’est connecté à votre compte depuis un pays qu’il ne connaissait pas.',
        'Appareil : {{browser}} sur {{device}}',
        '{{#if place}}Lieu : {{place}}{{/if}}',
        'Adresse : {{ipAddress}}',
        'Heure : {{time}} UTC',
      ],
    },
    password_changed: {
      subject: 'Votre mot de passe a été changé',
      paragraphs: [
        'Le mot de passe de votre compte a été changé, et vos autres sessions ont pris fin.',
      ],
    },
    connection_linked: {
      subject: 'Votre compte est relié à {{provider}}',
      paragraphs: [
        'Qui se connecte au compte {{provider}} qui a été relié entre désormais ici aussi.',
      ],
    },
    connection_unlinked: {
      subject: 'Votre compte n’est plus relié à {{provider}}',
      paragraphs: ['Un compte {{provider}} a été détaché ; personne n’entre plus ici avec lui.'],
    },
    second_factors_reset: {
      subject: 'Vos seconds facteurs ont été retirés',
      paragraphs: [
        '{{by}} a retiré les seconds facteurs de votre compte, et vos sessions ont pris fin.',
        'Raison : {{reason}}',
        'Connectez-vous avec votre mot de passe et activez de nouveau un second facteur.',
      ],
    },
    second_factors_reset_by_you: {
      subject: 'Vous avez retiré les seconds facteurs de {{whose}}',
      paragraphs: [
        'En votre nom, les seconds facteurs de {{whose}} ont été retirés et ses sessions ont pris fin.',
        'Raison : {{reason}}',
      ],
    },
    impersonated: {
      subject: '{{name}} agit pour vous',
      paragraphs: [
        '{{name}}, {{from}}, agit pour vous pendant {{minutes}} minutes au plus. Votre mot de passe, vos seconds facteurs, votre adresse et vos clés restent hors d’atteinte.',
        'Raison : {{reason}}',
        'Ce qui est fait en votre nom reste au journal d’audit avec le nom de son auteur.',
      ],
      action: 'Voir vos sessions',
    },
    staff_you_changed: {
      subject: 'Le personnel de l’installation a changé',
      paragraphs: ['Vous êtes {{become}} de cette installation.'],
    },
    staff_changed: {
      subject: 'Le personnel de l’installation a changé',
      paragraphs: ['{{name}} ({{email}}) est {{become}} de cette installation.'],
    },
    owners_you_changed: {
      subject: 'Les propriétaires de {{organization}} ont changé',
      paragraphs: ['Vous êtes {{become}} de {{organization}}.'],
    },
    owners_changed: {
      subject: 'Les propriétaires de {{organization}} ont changé',
      paragraphs: ['{{name}} ({{email}}) est {{become}} de {{organization}}.'],
    },
    api_key_reported: {
      subject: 'Une clé d’API a été trouvée et révoquée',
      paragraphs: [
        'Quelqu’un a trouvé la clé d’API {{key}} là où elle n’a rien à faire et l’a signalée. Elle a été révoquée aussitôt.',
        'Créez-en une autre pour les programmes qui s’en servaient, et cherchez comment elle est arrivée là : ce qu’elle permettait a pu être fait.',
      ],
      action: 'Voir vos clés d’API',
    },
    confirm_address: {
      subject: 'Confirmez votre nouvelle adresse e-mail',
      paragraphs: [
        'Cette adresse a été donnée comme l’une de celles d’un compte. Confirmez-la pour qu’elle le devienne ; le lien est valable 24 heures.',
      ],
      action: 'Confirmer cette adresse',
    },
    address_in_use: {
      subject: 'Votre adresse appartient déjà à votre compte',
      paragraphs: [
        'Quelqu’un, peut-être vous, a demandé de donner cette adresse à un autre compte. Une adresse n’a qu’un compte ; rien n’a donc changé.',
      ],
    },
    email_change_asked: {
      subject: 'Une autre adresse e-mail a été demandée',
      paragraphs: [
        'Quelqu’un qui est connecté à votre compte, et a prouvé de nouveau que c’est le sien, a demandé d’en changer l’adresse pour {{newEmail}}. Cela vaudra quand cette adresse confirmera.',
      ],
    },
    email_handover_asked: {
      subject: 'Une autre adresse e-mail a été demandée',
      paragraphs: [
        'On a demandé à qui gère ce service de changer l’adresse de votre compte pour {{newEmail}}, pour quelqu’un qui ne peut plus lire le courrier de celle-ci. Cela vaudra quand cette autre adresse confirmera.',
      ],
    },
    email_addition_asked: {
      subject: 'Une autre adresse e-mail a été demandée',
      paragraphs: [
        'Quelqu’un qui est connecté à votre compte, et a prouvé de nouveau que c’est le sien, a demandé de lui donner une adresse de plus, {{newEmail}}. Cela vaudra quand cette adresse confirmera.',
      ],
    },
    email_added: {
      subject: 'Votre compte a une adresse e-mail de plus',
      paragraphs: [
        'Qui lit le courrier de {{email}} peut désormais se connecter à votre compte et choisir un nouveau mot de passe.',
      ],
    },
    email_removed: {
      subject: 'Une adresse e-mail a été retirée de votre compte',
      paragraphs: ['{{email}} n’est plus une adresse de votre compte.'],
    },
    address_gone: {
      subject: 'Ce n’est plus une adresse de votre compte',
      paragraphs: [
        'Quelqu’un qui est connecté au compte l’en a retirée. L’adresse principale du compte a été prévenue aussi et peut dire que c’était quelqu’un d’autre.',
      ],
    },
    email_changed: {
      subject: 'Votre adresse e-mail a été changée',
      paragraphs: [
        'L’adresse de votre compte est maintenant {{newEmail}}, et vos autres sessions ont pris fin.',
        'Pendant 7 jours, cette adresse peut annuler le changement.',
      ],
    },
    email_is_now: {
      subject: 'C’est maintenant votre adresse e-mail',
      paragraphs: ['Connectez-vous désormais avec cette adresse. L’ancienne a été prévenue aussi.'],
    },
    second_factor_added: {
      subject: 'Un second facteur a été activé',
      paragraphs: [
        'Les connexions à votre compte peuvent maintenant être confirmées par {{factor}}.',
      ],
    },
    second_factor_removed: {
      subject: 'Un second facteur a été désactivé',
      paragraphs: ['Les connexions à votre compte ne sont plus confirmées par {{factor}}.'],
    },
    passkey_refused: {
      subject: 'Une de vos clés d’accès a été refusée',
      paragraphs: [
        'La clé d’accès « {{name}} » a été utilisée et refusée : son compteur a reculé, comme celui d’une copie. Retirez-la et ajoutez-en une nouvelle, sauf si vous en connaissez la raison.',
      ],
    },
    backup_code_used: {
      subject: 'Un code de secours a été utilisé',
      paragraphs: [
        'Un de vos codes de secours a confirmé que c’est bien vous. Ce code ne sert plus.',
      ],
    },
    backup_codes_replaced: {
      subject: 'Vos codes de secours ont été remplacés',
      paragraphs: ['Votre compte a de nouveaux codes de secours. Les anciens ne servent plus.'],
    },
    device_trusted: {
      subject: 'Un appareil saute votre second facteur',
      paragraphs: [
        'Pendant 30 jours, votre compte ne demande pas de second facteur sur un appareil qui vient d’être confirmé.',
      ],
    },
    api_key_made: {
      subject: 'Une clé d’API a été créée',
      paragraphs: [
        'Les programmes qui ont la clé d’API « {{name}} » peuvent désormais agir en votre nom.',
      ],
    },
    api_key_rotated: {
      subject: 'Une clé d’API a un nouveau secret',
      paragraphs: ['Le secret de votre clé d’API « {{name}} » a été remplacé.'],
    },
    api_key_loosened: {
      subject: 'Une clé d’API est moins limitée',
      paragraphs: [
        'Votre clé d’API « {{name}} » fonctionne désormais plus longtemps, ou depuis d’autres adresses qu’avant.',
      ],
    },
    username_changed: {
      subject: 'Votre nom d’utilisateur a été changé',
      paragraphs: [
        'Le nom d’utilisateur avec lequel vous vous connectez à votre compte a été changé. Votre adresse e-mail fonctionne comme avant.',
      ],
    },
    api_key_expiring: {
      subject: 'Une clé API expire le {{day}}',
      paragraphs: [
        'La clé API {{name}} expire le {{day}}. Les programmes qui l’utilisent seront refusés dès lors.',
        'Repoussez sa fin, ou créez une nouvelle clé pour eux.',
      ],
      action: 'Voir la clé',
    },
    service_key_made: {
      subject: 'Le compte de service {{account}} a une nouvelle clé API',
      paragraphs: [
        '{{by}} a créé la clé API « {{name}} » pour le compte de service {{account}}. Les programmes qui la détiennent agissent désormais au nom de ce compte.',
      ],
      action: 'Voir le compte de service',
      footer:
        'Vous recevez ce message parce que vous gérez les comptes de service. Si personne n’aurait dû le faire, révoquez la clé.',
    },
    service_key_rotated: {
      subject: 'Une clé API de {{account}} a un nouveau secret',
      paragraphs: [
        '{{by}} a remplacé le secret de la clé API « {{name}} » du compte de service {{account}}.',
      ],
      action: 'Voir le compte de service',
      footer:
        'Vous recevez ce message parce que vous gérez les comptes de service. Si personne n’aurait dû le faire, révoquez la clé.',
    },
    service_key_loosened: {
      subject: 'Une clé d’API de {{account}} est moins limitée',
      paragraphs: [
        '{{by}} laisse la clé d’API « {{name}} » du compte de service {{account}} fonctionner plus longtemps, ou depuis d’autres adresses qu’avant.',
      ],
      action: 'Voir le compte de service',
      footer:
        'Vous recevez ce message parce que vous gérez les comptes de service. Si personne n’aurait dû le faire, révoquez la clé.',
    },
    service_key_withdrawn: {
      subject: 'Une clé API de {{account}} a été révoquée',
      paragraphs: [
        '{{by}} a signalé que quelqu’un d’autre était dans son compte. La clé API « {{name}} » du compte de service {{account}} a été créée ou a reçu un nouveau secret en son nom depuis lors ; elle a donc été révoquée. Les programmes qui en ont besoin doivent en recevoir une nouvelle.',
      ],
      action: 'Voir le compte de service',
      footer: 'Vous recevez ce message parce que vous gérez les comptes de service.',
    },
  },
  phrases: {
    reset_reported:
      'Vous nous avez dit que quelqu’un d’autre était dans votre compte ; il est donc fermé jusqu’à ce que vous choisissiez un nouveau mot de passe.',
    reset_by_administrator:
      'L’administration de {{organization}} vous demande de choisir un nouveau mot de passe.',
    reset_by_staff:
      'Le personnel de l’installation vous demande de choisir un nouveau mot de passe.',
    reset_by_operator:
      'Qui exploite l’installation vous demande de choisir un nouveau mot de passe.',
    reset_contested:
      'Votre adresse a été enregistrée plus d’une fois en une minute, si bien que personne ne sait quel mot de passe est le vôtre.',
    the_operator: 'Qui exploite l’installation',
    of_your_organization: 'de votre organisation',
    of_the_staff: 'du personnel de l’installation',
    super_admin: 'super-administrateur',
    admin: 'administrateur',
    auditor: 'auditeur',
    not_staff: 'désormais hors du personnel',
    owner: 'propriétaire',
    not_owner: 'désormais non propriétaire',
    ...factorNames.fr,
  },
};
