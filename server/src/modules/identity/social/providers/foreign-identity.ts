import { email, personName } from '@gatehouse/contracts/fields';
import { z } from 'zod';
import type { ForeignIdentity } from './social-provider.js';

/** What a provider says of a person; nothing of it was checked. */
export interface Claims {
  readonly email?: unknown;
  readonly emailVerified?: unknown;
  readonly firstName?: unknown;
  readonly lastName?: unknown;
  /** The whole name, where the provider has no parts of it. */
  readonly name?: unknown;
}

/** OpenID Connect Core section 2. */
const subjectForm = z.string().regex(/^[\x20-\x7e]{1,255}$/);

/**
 * Takes from a provider's claims what can stand in an account here.
 * @throws ZodError for a subject that cannot be one.
 */
export function foreignIdentity(issuer: string, subject: string, claims: Claims): ForeignIdentity {
  const address = email.safeParse(claims.email);
  const [first, ...rest] = (nameIn(claims.name) ?? '').split(/\s+/);
  const fallback = address.success ? address.data.split('@')[0] : undefined;
  return {
    issuer,
    subject: subjectForm.parse(subject),
    email: address.success ? address.data : null,
    // Some providers send it as a text.
    emailVerified: claims.emailVerified === true || claims.emailVerified === 'true',
    firstName: nameIn(claims.firstName) ?? nameIn(first) ?? nameIn(fallback) ?? 'Anonymous',
    lastName: nameIn(claims.lastName) ?? nameIn(rest.join(' ')) ?? '',
  };
}

function nameIn(claim: unknown): string | undefined {
  const parsed = personName.safeParse(typeof claim === 'string' ? claim.slice(0, 100) : claim);
  return parsed.success ? parsed.data : undefined;
}
