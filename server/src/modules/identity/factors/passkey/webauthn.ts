import type {
  PasskeyAssertion,
  PasskeyAttestation,
} from '@gatehouse/contracts/identity/passkey-ceremonies';
import { z } from 'zod';

/** Whom passkeys are made for and asked by (WebAuthn Level 3, section 4). */
export interface RelyingParty {
  /** The host that people reach Gatehouse at. */
  readonly id: string;
  readonly origin: string;
}

/** A passkey as the authenticator made it. */
export interface NewPasskey {
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly synced: boolean;
}

/** Algorithms that passkeys may sign with: EdDSA, ES256, RS256 (RFC 9053). */
export const algorithms = [-8, -7, -257];

// Loaded with the first passkey: it costs 140 ms and 26 MB, and not everybody has one.
const library = () => import('@simplewebauthn/server');

export const relyingPartyOf = (publicUrl: string): RelyingParty => {
  const { hostname: id, origin } = new URL(publicUrl);
  return { id, origin };
};

const clientData = z.object({ challenge: z.string().min(1) });

/** The challenge that an answer names; null when there is none to be read. */
export function challengeIn(clientDataJSON: string): string | null {
  try {
    const text = Buffer.from(clientDataJSON, 'base64url').toString();
    return clientData.parse(JSON.parse(text)).challenge;
  } catch {
    return null;
  }
}

/**
 * The new passkey, or null when the answer is not one to the challenge, for this site, with the
 * person present (WebAuthn Level 3, section 7.1). Where it comes from is not asked for: no
 * attestation, so any maker's will do.
 */
export async function verifyAttestation(
  response: PasskeyAttestation,
  expectedChallenge: string,
  { id: expectedRPID, origin: expectedOrigin }: RelyingParty,
): Promise<NewPasskey | null> {
  const { verifyRegistrationResponse } = await library();
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin,
      expectedRPID,
      supportedAlgorithmIDs: algorithms,
      requireUserVerification: false,
    });
    if (!registrationInfo) return null;
    const { credential, credentialDeviceType } = registrationInfo;
    return {
      credentialId: Buffer.from(credential.id, 'base64url'),
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      synced: credentialDeviceType === 'multiDevice',
    };
  } catch {
    // The library throws for whatever is wrong with the answer.
    return null;
  }
}

/** What an assertion has to satisfy. */
export interface AssertionCheck {
  readonly challenge: string;
  readonly relyingParty: RelyingParty;
  readonly publicKey: Buffer;
  readonly requireUserVerification: boolean;
}

/**
 * The signature counter of a valid assertion, else null (WebAuthn Level 3, section 7.2). Whether
 * the counter went up is for the caller to decide, in the statement that takes it down.
 */
export async function verifyAssertion(
  response: PasskeyAssertion,
  { challenge, relyingParty, publicKey, requireUserVerification }: AssertionCheck,
): Promise<number | null> {
  const { verifyAuthenticationResponse } = await library();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: relyingParty.origin,
      expectedRPID: relyingParty.id,
      credential: { id: response.id, publicKey: new Uint8Array(publicKey), counter: 0 },
      requireUserVerification,
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    return null;
  }
}
