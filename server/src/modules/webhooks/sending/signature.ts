import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { signEd25519 } from '../../../platform/crypto/ed25519.js';

/** What an endpoint's requests are signed with. */
export interface SigningKeys {
  /** Shared with the receiver, the present one first: `v1`, HMAC with SHA-256. */
  readonly secrets: readonly Buffer[];
  /** Ours alone: `v1a`, Ed25519. */
  readonly privateKey: KeyObject | null;
}

/**
 * The headers of a request (Standard Webhooks 1.0): id, time and a signature for each key.
 * @param at when it is sent; receivers refuse what is older than five minutes.
 */
export async function signedHeaders(
  id: string,
  at: Date,
  body: string,
  { secrets, privateKey }: SigningKeys,
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signed = Buffer.from(`${id}.${timestamp}.${body}`);
  const signatures = secrets.map(
    // A key object: given bytes, Node 24 takes four times as long.
    (secret) =>
      `v1,${createHmac('sha256', createSecretKey(secret)).update(signed).digest('base64')}`,
  );
  if (privateKey) {
    const signature = await signEd25519(signed, privateKey);
    signatures.push(`v1a,${signature.toString('base64')}`);
  }
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
