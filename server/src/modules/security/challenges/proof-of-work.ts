import { createHash, createHmac, type KeyObject } from 'node:crypto';
import type { Challenge } from '@gatehouse/contracts/security/challenge';
import { equalSecrets, hashToken, newNumber, newToken } from '../../../kernel/secret.js';

/** What a challenge is good for. */
export interface Binding {
  readonly route: string;
  readonly address: string;
}

/** A challenge that was solved. */
export interface Solved {
  /** The same for every solution of the challenge. */
  readonly id: Buffer;
  readonly expiresAt: Date;
}

/** A challenge that nobody but the holder of `key` can make, and that needs no memory of it. */
export function issueChallenge(
  key: KeyObject,
  binding: Binding,
  max: number,
  expiresAt: Date,
): Challenge {
  const salt = `${newToken()}-${expiresAt.getTime()}`;
  const target = targetOf(salt, String(newNumber(max)));
  const signature = sign(key, binding, salt, target);
  return { algorithm: 'SHA-256', salt, target, max, signature };
}

const solutionForm =
  /^(?<salt>[\w-]{43}-(?<expires>\d{1,15}))\.(?<number>\d{1,10})\.(?<signature>[\w-]{43})$/;

/** Null for a solution that is wrong, forged, expired, or of a challenge that was for something else. */
export function checkSolution(
  key: KeyObject,
  binding: Binding,
  solution: string,
  now: Date,
): Solved | null {
  const { salt, expires, number, signature } = solutionForm.exec(solution)?.groups ?? {};
  if (salt === undefined || number === undefined || signature === undefined) return null;
  const expiresAt = new Date(Number(expires));
  if (expiresAt <= now) return null;
  if (!equalSecrets(signature, sign(key, binding, salt, targetOf(salt, number)))) return null;
  return { id: hashToken(salt), expiresAt };
}

const targetOf = (salt: string, number: string): string =>
  createHash('sha256')
    .update(salt + number)
    .digest('hex');

const sign = (key: KeyObject, { route, address }: Binding, salt: string, target: string): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([salt, target, route, address]))
    .digest('base64url');
