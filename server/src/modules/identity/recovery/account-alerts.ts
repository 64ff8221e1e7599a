import {
  type CloudEvent,
  type EventContract,
  type EventData,
  events,
} from '@gatehouse/contracts/events';
import { acceptableFactors } from '@gatehouse/contracts/permissions';
import type { ReportableMatter } from '../mails/reportable-mails.js';
import type { MailValue } from '../mails/texts/written-mail.js';

/** What a person is told of a change to their account. */
export interface AccountAlert {
  readonly userId: string;
  readonly matter: ReportableMatter;
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

function factorOf(method: string): MailValue {
  const phrase = acceptableFactors.find((factor) => factor === method);
  return phrase === undefined ? method : { phrase };
}

/**
 * Changes that a person makes to their own account, or somebody else in their name: by type of
 * event. Each mail carries a link by which its reader says that it was somebody else.
 */
export const accountAlerts: ReadonlyMap<string, Alerting> = new Map([
  alert(events.twoFactorEnabled, ({ userId, method }) => ({
    userId,
    matter: { kind: 'second_factor_added', values: { factor: factorOf(method) } },
  })),
  alert(events.twoFactorDisabled, ({ userId, method }) => ({
    userId,
    matter: { kind: 'second_factor_removed', values: { factor: factorOf(method) } },
  })),
  alert(events.twoFactorVerified, ({ userId, method }) =>
    method === 'backup_code' ? { userId, matter: { kind: 'backup_code_used', values: {} } } : null,
  ),
  alert(events.passkeyCounterRegressed, ({ userId, name }) => ({
    userId,
    matter: { kind: 'passkey_refused', values: { name } },
  })),
  alert(events.backupCodesRegenerated, ({ userId }) => ({
    userId,
    matter: { kind: 'backup_codes_replaced', values: {} },
  })),
  alert(events.deviceTrusted, ({ userId }) => ({
    userId,
    matter: { kind: 'device_trusted', values: {} },
  })),
  alert(events.apiKeyCreated, ({ userId, name }) => ({
    userId,
    matter: { kind: 'api_key_made', values: { name } },
  })),
  alert(events.apiKeyRotated, ({ userId, name }) => ({
    userId,
    matter: { kind: 'api_key_rotated', values: { name } },
  })),
  alert(events.apiKeyUpdated, ({ userId, name, loosened }) =>
    loosened === true ? { userId, matter: { kind: 'api_key_loosened', values: { name } } } : null,
  ),
  alert(events.userUpdated, ({ userId, fields }) =>
    fields.includes('username')
      ? { userId, matter: { kind: 'username_changed', values: {} } }
      : null,
  ),
]);
