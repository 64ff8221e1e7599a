import type { SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import type { AcceptableFactor, Entitlement } from '@gatehouse/contracts/permissions';

type Accepted = Entitlement['acceptedFactors'];

const methods: Readonly<Record<string, AcceptableFactor | 'backup_code'>> = {
  hwk: 'passkey',
  otp: 'totp',
  sms: 'sms_code',
  email: 'email_code',
  backup: 'backup_code',
};

/** Begins what stands for a trusted device among a session's methods; what was proved on it follows. */
export const devicePrefix = 'device:';

/** Whether a session's method stands for a trusted device. */
export const isDevice = (reference: string): boolean => reference.startsWith(devicePrefix);

/** The second factor that a session's method stands for (RFC 8176), where it is one. */
export const factorOf = (reference: string): SecondFactorMethod | undefined =>
  methods[isDevice(reference) ? reference.slice(devicePrefix.length) : reference];

/** Whether a list holds a second factor; backup codes go with every factor. */
export const accepts = (accepted: Accepted, method: SecondFactorMethod): boolean =>
  accepted === null || method === 'backup_code' || accepted.includes(method);

/** Whether a second factor was proved that counts. @param references a session's methods. */
export const provesAccepted = (accepted: Accepted, references: readonly string[]): boolean =>
  references.length > 1 &&
  (accepted === null ||
    references.some((reference) => {
      const method = factorOf(reference);
      return method !== undefined && accepts(accepted, method);
    }));
