import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type {
  PasskeyAssertion,
  PasskeyAttestation,
  PasskeyCreation,
  PasskeyRequest,
} from '@gatehouse/contracts/identity/passkey-ceremonies';

/** Lets the browser ask for a new passkey. */
export const createPasskey = async (optionsJSON: PasskeyCreation): Promise<PasskeyAttestation> => {
  const { clientExtensionResults, ...made } = await startRegistration({ optionsJSON });
  return { ...made, clientExtensionResults: { ...clientExtensionResults } };
};

/** Lets the browser ask for a signature; as autofill it waits until the person picks a passkey. */
export const signWithPasskey = async (
  optionsJSON: PasskeyRequest,
  useBrowserAutofill = false,
): Promise<PasskeyAssertion> => {
  const answer = await startAuthentication({ optionsJSON, useBrowserAutofill });
  const { clientExtensionResults, ...signed } = answer;
  return { ...signed, clientExtensionResults: { ...clientExtensionResults } };
};

/** The person closed the browser's dialog, or another one took its place: no failure to show. */
export const wasDismissed = (error: unknown): boolean =>
  error instanceof Error && ['AbortError', 'NotAllowedError'].includes(error.name);

const devices = ['iPhone', 'iPad', 'Android', 'Mac', 'Windows', 'Linux'];

/** A first name for a passkey that is made here. */
export const deviceName = (): string =>
  devices.find((device) => navigator.userAgent.includes(device)) ?? 'My device';
