import { factorNames } from '@gatehouse/contracts/language/factor-names';
import type { MailTexts } from './mail-texts.js';

export const de: MailTexts = {
  frame: {
    greeting: 'Guten Tag {{firstName}},',
    greetingToStranger: 'Guten Tag,',
    footer:
      'Wenn Sie diese E-Mail nicht erwartet haben, können Sie sie ignorieren; mit Ihrer Adresse allein kommt niemand hinein.',
    notMe: 'Das war ich nicht',
    notMeFooter:
      'Wenn Sie das waren, ist nichts zu tun. Wenn nicht, beendet „Das war ich nicht“ jede Sitzung und lässt Sie ein neues Passwort wählen; der Link gilt 7 Tage.',
  },
  mails: {
    verify_email: {
      subject: 'Bestätigen Sie Ihre E-Mail-Adresse',
      paragraphs: [
        'Willkommen. Bestätigen Sie diese Adresse, um Ihre Registrierung abzuschließen; der Link gilt 24 Stunden.',
      ],
      action: 'E-Mail-Adresse bestätigen',
    },
    account_exported: {
      subject: 'Alles, was wir über Sie wissen',
      paragraphs: ['Hier ist die Datei, um die Sie gebeten haben. Der Link gilt einen Tag.'],
      action: 'Herunterladen',
    },
    account_exported_for_you: {
      subject: 'Alles, was wir über {{whose}} wissen',
      paragraphs: [
        'Hier ist die Datei, die Sie für jemand anderen angefordert haben. Der Link funktioniert einen Tag lang. Geben Sie die Datei nur {{whose}}, und erst, wenn Sie sicher sind, wer danach fragt.',
        'Ihr Name steht mit dem angegebenen Grund im Prüfpfad.',
      ],
      action: 'Herunterladen',
    },
    export_ordered: {
      subject: 'Was wir über Sie wissen, wurde zusammengestellt',
      paragraphs: [
        'Die Betreuung dieses Dienstes hat eine Datei mit allem erstellen lassen, was über Sie bekannt ist, um sie Ihnen zu geben.',
        'Der Grund: {{reason}}',
      ],
      footer:
        'Wenn Sie nichts dergleichen verlangt haben, schreiben Sie an den Betreiber dieses Dienstes.',
    },
    erasure_ordered: {
      subject: 'Was wir über Sie wissen, wird gelöscht',
      paragraphs: [
        'Ihr Konto hier ist geschlossen. Am {{day}} löschen wir es und alles, was wir über Sie wissen, endgültig.',
        'Der Grund: {{reason}}',
        'Wenn es erhalten bleiben soll, schreiben Sie vorher an den Betreiber dieses Dienstes.',
      ],
    },
    organization_closed: {
      subject: '{{organization}} ist geschlossen',
      paragraphs: [
        '{{organization}} wurde geschlossen: Niemand handelt mehr darin.',
        'Am {{day}} wird endgültig gelöscht, was hier dazu steht: Rollen, Mitgliedschaften, Dienstkonten und Schlüssel, Einladungen, Webhooks und Benachrichtigungen. Vom Protokoll bleibt nur, was wann getan wurde. Ihr eigenes Konto bleibt.',
        'Bis dahin kann der Betreiber dieses Dienstes die Organisation wieder öffnen: Schreiben Sie ihm, wenn sie erhalten bleiben soll.',
      ],
      footer: 'Sie erhalten diese Mail, weil sie Ihnen gehörte.',
    },
    organization_erasure: {
      subject: '{{organization}} wird am {{day}} gelöscht',
      paragraphs: [
        '{{organization}} ist geschlossen.',
        'Am {{day}} wird endgültig gelöscht, was hier dazu steht: Rollen, Mitgliedschaften, Dienstkonten und Schlüssel, Einladungen, Webhooks und Benachrichtigungen. Vom Protokoll bleibt nur, was wann getan wurde. Ihr eigenes Konto bleibt.',
        'Bis dahin kann der Betreiber dieses Dienstes die Organisation wieder öffnen: Schreiben Sie ihm, wenn sie erhalten bleiben soll.',
      ],
      footer: 'Sie erhalten diese Mail, weil sie Ihnen gehörte.',
    },
    erasure_requested: {
      subject: 'Ihr Konto wird gelöscht',
      paragraphs: [
        'Sie haben uns gebeten, Ihr Konto und alles, was wir über Sie wissen, zu löschen. Das geschieht am {{day}}, endgültig.',
        'Wenn Sie es sich anders überlegen, melden Sie sich vorher an, oder behalten Sie das Konto mit dem ersten Link. Wenn das jemand anderes war, sagen Sie es mit dem zweiten: Auch so bleibt das Konto.',
      ],
      action: 'Mein Konto behalten',
    },
    already_registered: {
      subject: 'Sie haben schon ein Konto',
      paragraphs: [
        'Jemand, vielleicht Sie, wollte sich mit dieser Adresse registrieren, die schon ein Konto hat.',
        'Melden Sie sich wie gewohnt an, oder wählen Sie ein neues Passwort, wenn Sie es vergessen haben.',
      ],
      action: 'Anmelden',
    },
    choose_password: {
      subject: 'Ihr Konto bei {{organization}}',
      paragraphs: [
        'Bei {{organization}} wurde ein Konto für Sie angelegt. Wählen Sie ein Passwort, um zu beginnen; der Link gilt 7 Tage.',
      ],
      action: 'Passwort wählen',
    },
    invitation: {
      subject: 'Einladung zu {{organization}}',
      paragraphs: [
        '{{inviter}} lädt Sie zu {{organization}} ein. Der Link gilt einmal, 7 Tage lang.',
      ],
      action: 'Einladung ansehen',
    },
    reset_password: {
      subject: 'Wählen Sie ein neues Passwort',
      paragraphs: [
        'Ein neues Passwort wurde angefordert. Der Link gilt eine Stunde; ohne ihn ändert sich nichts.',
      ],
      action: 'Neues Passwort wählen',
    },
    second_factor_code: {
      subject: 'Ihr Code',
      paragraphs: [
        'Ihr Code ist {{code}}. Er gilt einmal und 5 Minuten lang.',
        'Wer Sie danach fragt, sind nicht wir. Wenn Sie sich nicht anmelden wollten, kennt jemand Ihr Passwort.',
      ],
    },
    magic_link: {
      subject: 'Ihr Link zur Anmeldung',
      paragraphs: [
        'Ein Link zur Anmeldung wurde angefordert. Er gilt einmal, 15 Minuten lang. Geben Sie ihn nicht weiter.',
        'Oder geben Sie diesen Code innerhalb von fünf Minuten dort ein, wo Sie ihn angefordert haben: {{code}}',
      ],
      action: 'Anmelden',
    },
    reset_required: {
      subject: 'Wählen Sie ein neues Passwort, um wieder hineinzukommen',
      paragraphs: [
        '{{reason}}',
        'Alle Sitzungen wurden beendet, und das frühere Passwort gilt nicht mehr. Der Link gilt eine Stunde; die Anmeldeseite schickt einen neuen.',
      ],
      action: 'Neues Passwort wählen',
    },
    new_device: {
      subject: 'Neue Anmeldung bei Ihrem Konto',
      paragraphs: [
        'Bei Ihrem Konto wurde sich von einem Gerät oder Ort aus angemeldet, den es nicht kannte.',
        'Gerät: {{browser}} auf {{device}}',
        '{{#if place}}Ort: {{place}}{{/if}}',
        'Adresse: {{ipAddress}}',
        'Zeit: {{time}} UTC',
      ],
    },
    new_place: {
      subject: 'Anmeldung bei Ihrem Konto von einem neuen Ort',
      paragraphs: [
        'Bei Ihrem Konto wurde sich aus einem Land angemeldet, das es nicht kannte.',
        'Gerät: {{browser}} auf {{device}}',
        '{{#if place}}Ort: {{place}}{{/if}}',
        'Adresse: {{ipAddress}}',
        'Zeit: {{time}} UTC',
      ],
    },
    password_changed: {
      subject: 'Ihr Passwort wurde geändert',
      paragraphs: [
        'Das Passwort Ihres Kontos wurde geändert, und Ihre anderen Sitzungen wurden beendet.',
      ],
    },
    connection_linked: {
      subject: 'Ihr Konto ist mit {{provider}} verbunden',
      paragraphs: [
        'Wer sich bei dem verbundenen Konto von {{provider}} anmeldet, kommt jetzt auch hier hinein.',
      ],
    },
    connection_unlinked: {
      subject: 'Ihr Konto ist nicht mehr mit {{provider}} verbunden',
      paragraphs: [
        'Ein Konto von {{provider}} wurde getrennt; damit kommt hier niemand mehr hinein.',
      ],
    },
    second_factors_reset: {
      subject: 'Ihre zweiten Faktoren wurden entfernt',
      paragraphs: [
        '{{by}} hat die zweiten Faktoren Ihres Kontos entfernt, und Ihre Sitzungen wurden beendet.',
        'Grund: {{reason}}',
        'Melden Sie sich mit Ihrem Passwort an, und schalten Sie wieder einen zweiten Faktor ein.',
      ],
    },
    second_factors_reset_by_you: {
      subject: 'Sie haben die zweiten Faktoren von {{whose}} entfernt',
      paragraphs: [
        'In Ihrem Namen wurden die zweiten Faktoren von {{whose}} entfernt und die Sitzungen beendet.',
        'Grund: {{reason}}',
      ],
    },
    impersonated: {
      subject: '{{name}} handelt für Sie',
      paragraphs: [
        '{{name}}, {{from}}, handelt höchstens {{minutes}} Minuten lang für Sie. Ihr Passwort, Ihre zweiten Faktoren, Ihre Adresse und Ihre Schlüssel bleiben unerreichbar.',
        'Grund: {{reason}}',
        'Was in Ihrem Namen getan wird, steht im Protokoll mit dem Namen dessen, der es getan hat.',
      ],
      action: 'Sitzungen ansehen',
    },
    staff_you_changed: {
      subject: 'Das Personal der Installation hat sich geändert',
      paragraphs: ['Sie sind {{become}} dieser Installation.'],
    },
    staff_changed: {
      subject: 'Das Personal der Installation hat sich geändert',
      paragraphs: ['{{name}} ({{email}}) ist {{become}} dieser Installation.'],
    },
    owners_you_changed: {
      subject: 'Die Inhaber von {{organization}} haben sich geändert',
      paragraphs: ['Sie sind {{become}} von {{organization}}.'],
    },
    owners_changed: {
      subject: 'Die Inhaber von {{organization}} haben sich geändert',
      paragraphs: ['{{name}} ({{email}}) ist {{become}} von {{organization}}.'],
    },
    api_key_reported: {
      subject: 'Ein API-Schlüssel wurde gefunden und beendet',
      paragraphs: [
        'Jemand hat den API-Schlüssel {{key}} gefunden, wo er nicht hingehört, und ihn gemeldet. Er wurde sofort beendet.',
        'Machen Sie einen neuen für die Programme, die ihn benutzt haben, und finden Sie heraus, wie er dorthin kam: Was er erlaubte, ist vielleicht geschehen.',
      ],
      action: 'API-Schlüssel ansehen',
    },
    confirm_address: {
      subject: 'Bestätigen Sie Ihre neue E-Mail-Adresse',
      paragraphs: [
        'Diese Adresse wurde als eine eines Kontos angegeben. Bestätigen Sie sie, damit sie es wird; der Link gilt 24 Stunden.',
      ],
      action: 'Diese Adresse bestätigen',
    },
    address_in_use: {
      subject: 'Ihre Adresse gehört schon zu Ihrem Konto',
      paragraphs: [
        'Jemand, vielleicht Sie, wollte diese Adresse einem anderen Konto geben. Eine Adresse hat ein Konto, also wurde nichts geändert.',
      ],
    },
    email_change_asked: {
      subject: 'Eine andere E-Mail-Adresse wurde angefordert',
      paragraphs: [
        'Jemand, der bei Ihrem Konto angemeldet ist und noch einmal bewiesen hat, dass es das eigene ist, will dessen Adresse in {{newEmail}} ändern. Das gilt, sobald diese Adresse bestätigt.',
      ],
    },
    email_handover_asked: {
      subject: 'Eine andere E-Mail-Adresse wurde angefordert',
      paragraphs: [
        'Wer diesen Dienst betreibt, wurde gebeten, die Adresse Ihres Kontos in {{newEmail}} zu ändern, für jemanden, der E-Mails an diese hier nicht mehr lesen kann. Das gilt, sobald jene Adresse bestätigt.',
      ],
    },
    email_addition_asked: {
      subject: 'Eine andere E-Mail-Adresse wurde angefordert',
      paragraphs: [
        'Jemand, der bei Ihrem Konto angemeldet ist und noch einmal bewiesen hat, dass es das eigene ist, will ihm eine weitere Adresse geben, {{newEmail}}. Das gilt, sobald diese Adresse bestätigt.',
      ],
    },
    email_added: {
      subject: 'Ihr Konto hat eine weitere E-Mail-Adresse',
      paragraphs: [
        'Wer die E-Mails an {{email}} liest, kann sich von jetzt an bei Ihrem Konto anmelden und ein neues Passwort wählen.',
      ],
    },
    email_removed: {
      subject: 'Eine E-Mail-Adresse wurde von Ihrem Konto entfernt',
      paragraphs: ['{{email}} ist keine Adresse Ihres Kontos mehr.'],
    },
    address_gone: {
      subject: 'Das ist keine Adresse Ihres Kontos mehr',
      paragraphs: [
        'Jemand, der bei dem Konto angemeldet ist, hat sie entfernt. Auch die Hauptadresse des Kontos wurde benachrichtigt und kann sagen, dass es jemand anderes war.',
      ],
    },
    email_changed: {
      subject: 'Ihre E-Mail-Adresse wurde geändert',
      paragraphs: [
        'Die Adresse Ihres Kontos ist jetzt {{newEmail}}, und Ihre anderen Sitzungen wurden beendet.',
        'Sieben Tage lang kann diese Adresse die Änderung rückgängig machen.',
      ],
    },
    email_is_now: {
      subject: 'Das ist jetzt Ihre E-Mail-Adresse',
      paragraphs: [
        'Melden Sie sich von jetzt an mit dieser Adresse an. Auch Ihre frühere Adresse wurde benachrichtigt.',
      ],
    },
    second_factor_added: {
      subject: 'Ein zweiter Faktor wurde eingeschaltet',
      paragraphs: ['Anmeldungen bei Ihrem Konto können jetzt bestätigt werden durch {{factor}}.'],
    },
    second_factor_removed: {
      subject: 'Ein zweiter Faktor wurde ausgeschaltet',
      paragraphs: ['Anmeldungen bei Ihrem Konto werden nicht mehr bestätigt durch {{factor}}.'],
    },
    passkey_refused: {
      subject: 'Ein Passkey von Ihnen wurde abgelehnt',
      paragraphs: [
        'Der Passkey „{{name}}“ wurde benutzt und abgelehnt: Sein Zähler ging zurück, wie es bei einer Kopie geschieht. Entfernen Sie ihn und legen Sie einen neuen an, wenn Sie den Grund nicht kennen.',
      ],
    },
    backup_code_used: {
      subject: 'Ein Ersatzcode wurde benutzt',
      paragraphs: [
        'Mit einem Ihrer Ersatzcodes wurde bestätigt, dass Sie es sind. Dieser Code gilt nicht mehr.',
      ],
    },
    backup_codes_replaced: {
      subject: 'Ihre Ersatzcodes wurden ersetzt',
      paragraphs: ['Ihr Konto hat neue Ersatzcodes. Die früheren gelten nicht mehr.'],
    },
    device_trusted: {
      subject: 'Ein Gerät überspringt Ihren zweiten Faktor',
      paragraphs: [
        'Auf einem Gerät, das soeben bestätigt wurde, fragt Ihr Konto 30 Tage lang nach keinem zweiten Faktor.',
      ],
    },
    api_key_made: {
      subject: 'Ein API-Schlüssel wurde gemacht',
      paragraphs: [
        'Programme, die den API-Schlüssel „{{name}}“ haben, können von jetzt an in Ihrem Namen handeln.',
      ],
    },
    api_key_rotated: {
      subject: 'Ein API-Schlüssel hat ein neues Geheimnis',
      paragraphs: ['Das Geheimnis Ihres API-Schlüssels „{{name}}“ wurde ersetzt.'],
    },
    api_key_loosened: {
      subject: 'Ein API-Schlüssel ist weniger eingeschränkt',
      paragraphs: [
        'Ihr API-Schlüssel „{{name}}“ gilt jetzt länger, oder von anderen Adressen aus als vorher.',
      ],
    },
    username_changed: {
      subject: 'Ihr Benutzername wurde geändert',
      paragraphs: [
        'Der Benutzername, mit dem Sie sich in Ihrem Konto anmelden, wurde geändert. Ihre E-Mail-Adresse gilt wie vorher.',
      ],
    },
    api_key_expiring: {
      subject: 'Ein API-Schlüssel endet am {{day}}',
      paragraphs: [
        'Der API-Schlüssel {{name}} endet am {{day}}. Programme, die ihn benutzen, werden von da an abgewiesen.',
        'Verschieben Sie sein Ende, oder machen Sie einen neuen Schlüssel für sie.',
      ],
      action: 'Schlüssel ansehen',
    },
    service_key_made: {
      subject: 'Das Dienstkonto {{account}} hat einen weiteren API-Schlüssel',
      paragraphs: [
        '{{by}} hat für das Dienstkonto {{account}} den API-Schlüssel „{{name}}“ gemacht. Programme, die ihn haben, handeln von jetzt an im Namen des Kontos.',
      ],
      action: 'Dienstkonto ansehen',
      footer:
        'Sie bekommen diese Mail, weil Sie sich um Dienstkonten kümmern. Sollte das niemand getan haben, beenden Sie den Schlüssel.',
    },
    service_key_rotated: {
      subject: 'Ein API-Schlüssel von {{account}} hat ein neues Geheimnis',
      paragraphs: [
        '{{by}} hat das Geheimnis des API-Schlüssels „{{name}}“ des Dienstkontos {{account}} ersetzt.',
      ],
      action: 'Dienstkonto ansehen',
      footer:
        'Sie bekommen diese Mail, weil Sie sich um Dienstkonten kümmern. Sollte das niemand getan haben, beenden Sie den Schlüssel.',
    },
    service_key_loosened: {
      subject: 'Ein API-Schlüssel von {{account}} ist weniger eingeschränkt',
      paragraphs: [
        '{{by}} lässt den API-Schlüssel „{{name}}“ des Dienstkontos {{account}} länger gelten, oder von anderen Adressen aus als vorher.',
      ],
      action: 'Dienstkonto ansehen',
      footer:
        'Sie bekommen diese Mail, weil Sie sich um Dienstkonten kümmern. Sollte das niemand getan haben, beenden Sie den Schlüssel.',
    },
    service_key_withdrawn: {
      subject: 'Ein API-Schlüssel von {{account}} wurde beendet',
      paragraphs: [
        '{{by}} hat gemeldet, dass jemand anderes im eigenen Konto war. Der API-Schlüssel „{{name}}“ des Dienstkontos {{account}} wurde seitdem in diesem Namen gemacht oder bekam ein neues Geheimnis, und wurde daher beendet. Programme, die ihn brauchen, benötigen einen neuen.',
      ],
      action: 'Dienstkonto ansehen',
      footer: 'Sie bekommen diese Mail, weil Sie sich um Dienstkonten kümmern.',
    },
  },
  phrases: {
    reset_reported:
      'Sie haben uns gesagt, dass jemand anderes in Ihrem Konto war; darum ist es geschlossen, bis Sie ein neues Passwort wählen.',
    reset_by_administrator:
      'Eine Verwalterin oder ein Verwalter von {{organization}} bittet Sie, ein neues Passwort zu wählen.',
    reset_by_staff: 'Das Personal der Installation bittet Sie, ein neues Passwort zu wählen.',
    reset_by_operator: 'Der Betreiber der Installation bittet Sie, ein neues Passwort zu wählen.',
    reset_contested:
      'Ihre Adresse wurde binnen einer Minute mehr als einmal registriert, sodass niemand weiß, welches Passwort Ihres ist.',
    the_operator: 'Der Betreiber der Installation',
    of_your_organization: 'aus Ihrer Organisation',
    of_the_staff: 'vom Personal der Installation',
    super_admin: 'Super-Admin',
    admin: 'Admin',
    auditor: 'Auditor',
    not_staff: 'nicht mehr beim Personal',
    owner: 'Inhaber',
    not_owner: 'nicht mehr Inhaber',
    ...factorNames.de,
  },
};
