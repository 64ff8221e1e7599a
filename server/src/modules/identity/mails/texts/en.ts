import { factorNames } from '@gatehouse/contracts/language/factor-names';

/** The mails of identity in English; the other languages have the same ones, with the same variables. */
export const en = {
  frame: {
    greeting: 'Hello {{firstName}},',
    greetingToStranger: 'Hello,',
    footer:
      'If you did not expect this mail, you can ignore it; nobody gets in with your address alone.',
    notMe: "This wasn't me",
    notMeFooter:
      'If this was you, there is nothing to do. If not, "This wasn\'t me" ends every session and lets you choose a new password; the link works for 7 days.',
  },
  mails: {
    verify_email: {
      subject: 'Confirm your e-mail address',
      paragraphs: [
        'Welcome. Confirm this address to finish your registration; the link works for 24 hours.',
      ],
      action: 'Confirm e-mail address',
    },
    account_exported: {
      subject: 'Everything we know about you',
      paragraphs: ['Here is the file that you asked for. The link works for a day.'],
      action: 'Download',
    },
    account_exported_for_you: {
      subject: 'Everything we know about {{whose}}',
      paragraphs: [
        'Here is the file that you asked for, for somebody else. The link works for a day. Hand the file to {{whose}} alone, once you are sure who asks.',
        'Your name is in the audit trail with the reason that you gave.',
      ],
      action: 'Download',
    },
    export_ordered: {
      subject: 'What we know about you was put together',
      paragraphs: [
        'Whoever looks after this service had a file made of everything that is known about you, to hand it to you.',
        'The reason: {{reason}}',
      ],
      footer: 'If you asked for nothing of the kind, write to whoever runs this service.',
    },
    erasure_ordered: {
      subject: 'What we know about you will be erased',
      paragraphs: [
        'Your account here is closed. On {{day}} we erase it and everything we know about you, for good.',
        'The reason: {{reason}}',
        'If you want it kept, write to whoever runs this service before that day.',
      ],
    },
    organization_closed: {
      subject: '{{organization}} is closed',
      paragraphs: [
        '{{organization}} was closed: nobody acts in it any more.',
        'On {{day}} what it holds here is erased for good: its roles, memberships, service accounts and keys, invitations, webhooks and notifications. Of its audit trail only what was done and when stays. Your own account stays.',
        'Until that day whoever runs this service can open it again: write to them if you want it kept.',
      ],
      footer: 'You get this mail because you owned it.',
    },
    organization_erasure: {
      subject: '{{organization}} will be erased on {{day}}',
      paragraphs: [
        '{{organization}} is closed.',
        'On {{day}} what it holds here is erased for good: its roles, memberships, service accounts and keys, invitations, webhooks and notifications. Of its audit trail only what was done and when stays. Your own account stays.',
        'Until that day whoever runs this service can open it again: write to them if you want it kept.',
      ],
      footer: 'You get this mail because you owned it.',
    },
    erasure_requested: {
      subject: 'Your account will be erased',
      paragraphs: [
        'You asked us to erase your account and everything we know about you. That happens on {{day}}, for good.',
        'If you think better of it, sign in before that day, or keep the account by the first link. If it was somebody else, say so by the second one: that keeps the account, too.',
      ],
      action: 'Keep my account',
    },
    already_registered: {
      subject: 'You already have an account',
      paragraphs: [
        'Somebody, perhaps you, tried to register with this address, which has an account already.',
        'Sign in as usual, or choose a new password if you forgot it.',
      ],
      action: 'Sign in',
    },
    choose_password: {
      subject: 'Your account at {{organization}}',
      paragraphs: [
        'An account at {{organization}} was made for you. Choose a password to begin; the link works for 7 days.',
      ],
      action: 'Choose a password',
    },
    invitation: {
      subject: 'Join {{organization}}',
      paragraphs: ['{{inviter}} invites you to {{organization}}. The link works once, for 7 days.'],
      action: 'Look at the invitation',
    },
    reset_password: {
      subject: 'Choose a new password',
      paragraphs: [
        'A new password was asked for. The link works for one hour; without it nothing changes.',
      ],
      action: 'Choose a new password',
    },
    second_factor_code: {
      subject: 'Your code',
      paragraphs: [
        'Your code is {{code}}. It works once and for 5 minutes.',
        'Whoever asks you for it is not us. If you did not try to sign in, somebody knows your password.',
      ],
    },
    magic_link: {
      subject: 'Your link to sign in',
      paragraphs: [
        'A link to sign in was asked for. It works once, for 15 minutes. Do not pass it on.',
        'Or enter this code where you asked for it, within five minutes: {{code}}',
      ],
      action: 'Sign in',
    },
    reset_required: {
      subject: 'Choose a new password to get back in',
      paragraphs: [
        '{{reason}}',
        'All sessions were ended, and the former password no longer works. The link works for one hour; the sign-in page sends a new one.',
      ],
      action: 'Choose a new password',
    },
    new_device: {
      subject: 'New sign-in to your account',
      paragraphs: [
        'Your account was signed in to from a device or a place that it did not know.',
        'Device: {{browser}} on {{device}}',
        '{{#if place}}Place: {{place}}{{/if}}',
        'Address: {{ipAddress}}',
        'Time: {{time}} UTC',
      ],
    },
    new_place: {
      subject: 'Sign-in to your account from a new place',
      paragraphs: [
        'Your account was signed in to from a country that it did not know.',
        'Device: {{browser}} on {{device}}',
        '{{#if place}}Place: {{place}}{{/if}}',
        'Address: {{ipAddress}}',
        'Time: {{time}} UTC',
      ],
    },
    password_changed: {
      subject: 'Your password was changed',
      paragraphs: ['The password of your account was changed, and your other sessions were ended.'],
    },
    connection_linked: {
      subject: 'Your account is connected to {{provider}}',
      paragraphs: [
        'Whoever signs in to the {{provider}} account that was connected now gets in here too.',
      ],
    },
    connection_unlinked: {
      subject: 'Your account is no longer connected to {{provider}}',
      paragraphs: [
        'A {{provider}} account was disconnected; nobody gets in here with it any more.',
      ],
    },
    second_factors_reset: {
      subject: 'Your second factors were taken away',
      paragraphs: [
        '{{by}} took the second factors of your account away, and your sessions were ended.',
        'Reason: {{reason}}',
        'Sign in with your password, and turn a second factor on again.',
      ],
    },
    second_factors_reset_by_you: {
      subject: 'You took the second factors of {{whose}} away',
      paragraphs: [
        'In your name, the second factors of {{whose}} were taken away, and their sessions were ended.',
        'Reason: {{reason}}',
      ],
    },
    impersonated: {
      subject: '{{name}} acts for you',
      paragraphs: [
        '{{name}}, {{from}}, acts for you for at most {{minutes}} minutes. Your password, your second factors, your address and your keys stay out of reach.',
        'Reason: {{reason}}',
        'What is done in your name is kept in the audit trail with the name of who did it.',
      ],
      action: 'See your sessions',
    },
    staff_you_changed: {
      subject: 'The staff of the installation has changed',
      paragraphs: ['You are {{become}} of this installation.'],
    },
    staff_changed: {
      subject: 'The staff of the installation has changed',
      paragraphs: ['{{name}} ({{email}}) is {{become}} of this installation.'],
    },
    owners_you_changed: {
      subject: 'The owners of {{organization}} have changed',
      paragraphs: ['You are {{become}} of {{organization}}.'],
    },
    owners_changed: {
      subject: 'The owners of {{organization}} have changed',
      paragraphs: ['{{name}} ({{email}}) is {{become}} of {{organization}}.'],
    },
    api_key_reported: {
      subject: 'An API key was found and ended',
      paragraphs: [
        'Somebody found the API key {{key}} where it does not belong, and reported it. It was ended at once.',
        'Make a new one for the programs that used it, and find out how it got there: what it could do may have been done.',
      ],
      action: 'See your API keys',
    },
    confirm_address: {
      subject: 'Confirm your new e-mail address',
      paragraphs: [
        'This address was given as one of an account. Confirm it to make it so; the link works for 24 hours.',
      ],
      action: 'Confirm this address',
    },
    address_in_use: {
      subject: 'Your address belongs to your account already',
      paragraphs: [
        'Somebody, perhaps you, asked to give this address to another account. An address has one account, so nothing was changed.',
      ],
    },
    email_change_asked: {
      subject: 'Another e-mail address was asked for',
      paragraphs: [
        'Somebody who is signed in to your account, and proved again that it is theirs, asked to change its address to {{newEmail}}. That takes effect when that address confirms.',
      ],
    },
    email_handover_asked: {
      subject: 'Another e-mail address was asked for',
      paragraphs: [
        'Whoever runs this service was asked to change the address of your account to {{newEmail}}, for somebody who can no longer read mail to this one. That takes effect when that address confirms.',
      ],
    },
    email_addition_asked: {
      subject: 'Another e-mail address was asked for',
      paragraphs: [
        'Somebody who is signed in to your account, and proved again that it is theirs, asked to give it a further address, {{newEmail}}. That takes effect when that address confirms.',
      ],
    },
    email_added: {
      subject: 'Your account has another e-mail address',
      paragraphs: [
        'Whoever reads the mails to {{email}} can sign in to your account, and choose a new password, from now on.',
      ],
    },
    email_removed: {
      subject: 'An e-mail address was taken from your account',
      paragraphs: ['{{email}} is no longer an address of your account.'],
    },
    address_gone: {
      subject: 'This is no longer an address of your account',
      paragraphs: [
        'It was taken from the account by somebody who is signed in to it. The primary address of the account was told too, and can say that it was somebody else.',
      ],
    },
    email_changed: {
      subject: 'Your e-mail address was changed',
      paragraphs: [
        'The address of your account is now {{newEmail}}, and your other sessions were ended.',
        'For 7 days this address can undo the change.',
      ],
    },
    email_is_now: {
      subject: 'This is your e-mail address now',
      paragraphs: ['Sign in with this address from now on. Your former address was told too.'],
    },
    second_factor_added: {
      subject: 'A second factor was turned on',
      paragraphs: ['Signing in to your account can now be confirmed with {{factor}}.'],
    },
    second_factor_removed: {
      subject: 'A second factor was turned off',
      paragraphs: ['Signing in to your account is no longer confirmed with {{factor}}.'],
    },
    passkey_refused: {
      subject: 'A passkey of yours was refused',
      paragraphs: [
        'The passkey "{{name}}" was used, and refused: it counted back, as a copy of it does. Remove it and add a new one, unless you know why.',
      ],
    },
    backup_code_used: {
      subject: 'A backup code was used',
      paragraphs: [
        'It was confirmed with one of your backup codes that you are yourself. That code works no more.',
      ],
    },
    backup_codes_replaced: {
      subject: 'Your backup codes were replaced',
      paragraphs: ['Your account has new backup codes. The former ones work no more.'],
    },
    device_trusted: {
      subject: 'A device skips your second factor',
      paragraphs: [
        'For 30 days your account asks for no second factor on a device that was confirmed just now.',
      ],
    },
    api_key_made: {
      subject: 'An API key was made',
      paragraphs: ['Programs that have the API key "{{name}}" can act in your name from now on.'],
    },
    api_key_rotated: {
      subject: 'An API key has a new secret',
      paragraphs: ['The secret of your API key "{{name}}" was replaced.'],
    },
    api_key_loosened: {
      subject: 'An API key is limited less',
      paragraphs: [
        'Your API key "{{name}}" works for longer now, or from other addresses than before.',
      ],
    },
    username_changed: {
      subject: 'Your username was changed',
      paragraphs: [
        'The username by which you sign in to your account was changed. Your e-mail address works as before.',
      ],
    },
    api_key_expiring: {
      subject: 'An API key ends on {{day}}',
      paragraphs: [
        'The API key {{name}} ends on {{day}}. Programs that use it are turned away from then on.',
        'Put its end off, or make a new key for them.',
      ],
      action: 'See the key',
    },
    service_key_made: {
      subject: 'The service account {{account}} has another API key',
      paragraphs: [
        '{{by}} made the API key "{{name}}" for the service account {{account}}. Programs that have it act in the name of the account from now on.',
      ],
      action: 'See the service account',
      footer:
        'You get this mail because you look after service accounts. If nobody should have done this, end the key.',
    },
    service_key_rotated: {
      subject: 'An API key of {{account}} has a new secret',
      paragraphs: [
        '{{by}} replaced the secret of the API key "{{name}}" of the service account {{account}}.',
      ],
      action: 'See the service account',
      footer:
        'You get this mail because you look after service accounts. If nobody should have done this, end the key.',
    },
    service_key_loosened: {
      subject: 'An API key of {{account}} is limited less',
      paragraphs: [
        '{{by}} lets the API key "{{name}}" of the service account {{account}} work for longer, or from other addresses than before.',
      ],
      action: 'See the service account',
      footer:
        'You get this mail because you look after service accounts. If nobody should have done this, end the key.',
    },
    service_key_withdrawn: {
      subject: 'An API key of {{account}} was ended',
      paragraphs: [
        '{{by}} reported that somebody else was in their account. The API key "{{name}}" of the service account {{account}} was made or given a new secret in their name since, so it was ended. Programs that need it want a new one.',
      ],
      action: 'See the service account',
      footer: 'You get this mail because you look after service accounts.',
    },
  },
  phrases: {
    reset_reported:
      'You told us that somebody else was in your account, so it is closed until you choose a new password.',
    reset_by_administrator:
      'An administrator of {{organization}} asks you to choose a new password.',
    reset_by_staff: 'The staff of the installation asks you to choose a new password.',
    reset_by_operator: 'Whoever runs the installation asks you to choose a new password.',
    reset_contested:
      'Your address was registered more than once within a minute, so that nobody knows which password is yours.',
    the_operator: 'Whoever runs the installation',
    of_your_organization: 'of your organization',
    of_the_staff: 'of the staff of the installation',
    super_admin: 'a super admin',
    admin: 'an admin',
    auditor: 'an auditor',
    not_staff: 'no longer of the staff',
    owner: 'an owner',
    not_owner: 'no longer an owner',
    ...factorNames.en,
  },
} as const;
