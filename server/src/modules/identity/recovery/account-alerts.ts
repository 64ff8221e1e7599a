import {
  type CloudEvent,
  type EventContract,
  type EventData,
  events,
} from '@gatehouse/contracts/events';

/** What a person is told of a change to their account. */
export interface AccountAlert {
  readonly userId: string;
  readonly kind: string;
  readonly subject: string;
  readonly says: string;
}

/** What is told of an event; null where nobody need be told. */
type Alerting = (event: CloudEvent) => AccountAlert | null;

const alert = <E extends EventContract>(
  contract: E,
  of: (data: EventData<E>) => AccountAlert | null,
): [string, Alerting] => [
  contract.type,
  ({ data }) => of(contract.data.parse(data) as EventData<E>),
];

const factorNames: Readonly<Record<string, string>> = {
  totp: 'an authenticator app',
  passkey: 'a passkey',
  email_code: 'codes by e-mail',
  sms_code: 'codes by SMS',
};

const factorOf = (method: string): string => factorNames[method] ?? method;

/**
 * Changes that a person makes to their own account, or somebody else in their name: by type of
 * event. Each mail carries a link by which its reader says that it was somebody else.
 */
export const accountAlerts: ReadonlyMap<string, Alerting> = new Map([
  alert(events.twoFactorEnabled, ({ userId, method }) => ({
    userId,
    kind: 'second_factor_added',
    subject: 'A second factor was turned on',
    says: `Signing in to your account can now be confirmed with ${factorOf(method)}.`,
  })),
  alert(events.twoFactorDisabled, ({ userId, method }) => ({
    userId,
    kind: 'second_factor_removed',
    subject: 'A second factor was turned off',
    says: `Signing in to your account is no longer confirmed with ${factorOf(method)}.`,
  })),
  alert(events.twoFactorVerified, ({ userId, method }) =>
    method === 'backup_code'
      ? {
          userId,
          kind: 'backup_code_used',
          subject: 'A backup code was used',
          says: 'It was confirmed with one of your backup codes that you are yourself. That code works no more.',
        }
      : null,
  ),
  alert(events.backupCodesRegenerated, ({ userId }) => ({
    userId,
    kind: 'backup_codes_replaced',
    subject: 'Your backup codes were replaced',
    says: 'Your account has new backup codes. The former ones work no more.',
  })),
  alert(events.deviceTrusted, ({ userId }) => ({
    userId,
    kind: 'device_trusted',
    subject: 'A device skips your second factor',
    says: 'For 30 days your account asks for no second factor on a device that was confirmed just now.',
  })),
  alert(events.apiKeyCreated, ({ userId, name }) => ({
    userId,
    kind: 'api_key_made',
    subject: 'An API key was made',
    says: `Programs that have the API key "${name}" can act in your name from now on.`,
  })),
  alert(events.apiKeyRotated, ({ userId, name }) => ({
    userId,
    kind: 'api_key_rotated',
    subject: 'An API key has a new secret',
    says: `The secret of your API key "${name}" was replaced.`,
  })),
  alert(events.ownershipTransferred, ({ previousOwnerId }) => ({
    userId: previousOwnerId,
    kind: 'ownership_handed_over',
    subject: 'You handed an organization over',
    says: 'Somebody else is the BOSS of your organization from now on.',
  })),
]);
