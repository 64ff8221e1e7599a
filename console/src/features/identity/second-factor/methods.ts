import type { SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';

interface Words {
  /** In a list of methods. */
  name: string;
  description: string;
  /** What the field is called. */
  label: string;
  /** On the button that leads here. */
  choose: string;
  /** Whether its codes have to be sent. */
  sent?: true;
}

/** How each second factor is spoken of at sign-in. */
export const methodWords: Record<SecondFactorMethod, Words> = {
  passkey: {
    name: 'a passkey',
    description: 'Use the passkey or the security key that you added to your account.',
    label: 'Passkey',
    choose: 'Use a passkey instead',
  },
  totp: {
    name: 'the authenticator app',
    description: 'Enter the six digits that your authenticator app shows.',
    label: 'Code from the app',
    choose: 'Use the authenticator app instead',
  },
  sms_code: {
    name: 'a code by SMS',
    description: 'We send a code of six digits to your phone.',
    label: 'Code from the message',
    choose: 'Send me a code by SMS instead',
    sent: true,
  },
  email_code: {
    name: 'a code by mail',
    description: 'We send a code of six digits to your e-mail address.',
    label: 'Code from the mail',
    choose: 'Send me a code by mail instead',
    sent: true,
  },
  backup_code: {
    name: 'a backup code',
    description: 'Enter one of the backup codes that you saved. Each works once.',
    label: 'Backup code',
    choose: 'Use a backup code instead',
  },
};
