import { createHmac } from 'node:crypto';
import { type Category, category } from '@gatehouse/contracts/notifications/categories';
import { equalSecrets } from '../../../kernel/secret.js';
import type { KeyRing } from '../../../platform/crypto/key-ring.js';

/** Whose mails of which categories a link ends. */
export interface Subscription {
  readonly userId: string;
  readonly categories: readonly Category[];
}

const form = /^([\w-]+):([0-9a-f-]{36}):([a-z_,]+)$/;

/**
 * A link's token: what it ends, and a signature, so that nobody can end what they got no mail of.
 * It works as long as the mail is kept, and opens nothing else.
 */
export function signSubscription(keys: KeyRing, { userId, categories }: Subscription): string {
  const signed = `${keys.currentId}:${userId}:${categories.join(',')}`;
  return `${Buffer.from(signed).toString('base64url')}.${macOf(keys, keys.currentId, signed)}`;
}

/** Null for a token that no key of this installation signed. */
export function openSubscription(keys: KeyRing, token: string): Subscription | null {
  const [encoded = '', mac = ''] = token.split('.');
  const signed = Buffer.from(encoded, 'base64url').toString();
  const [, keyId = '', userId = '', list = ''] = form.exec(signed) ?? [];
  if (!keys.ids.includes(keyId) || !equalSecrets(mac, macOf(keys, keyId, signed))) return null;
  const known = list.split(',').map((name) => category.safeParse(name));
  return { userId, categories: known.filter((one) => one.success).map(({ data }) => data) };
}

const macOf = (keys: KeyRing, keyId: string, text: string): string =>
  createHmac('sha256', keys.derive('unsubscribe', keyId)).update(text).digest('base64url');
