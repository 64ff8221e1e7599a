import type { SignInMethod } from '@gatehouse/contracts/identity/policies';
import { AppError } from '../../../kernel/error.js';

/** Begins the reference of a provider's word; RFC 8176 has none for it, others say `fed` (federated). */
export const federatedPrefix = 'fed:';

const ways: Readonly<Record<string, SignInMethod>> = {
  pwd: 'password',
  mail: 'magic_link',
  hwk: 'passkey',
};

const names: Readonly<Record<string, string>> = {
  password: 'a password',
  passkey: 'a passkey alone',
  magic_link: 'a link by mail',
};

/** The way in that began with a proof, by its reference (RFC 8176); undefined where it is none. */
export function wayOf(reference: string | undefined): SignInMethod | undefined {
  if (reference?.startsWith(federatedPrefix))
    return `social:${reference.slice(federatedPrefix.length)}`;
  return reference === undefined ? undefined : ways[reference];
}

const nameOf = (way: SignInMethod): string => names[way] ?? way.slice('social:'.length);

/**
 * Whether an organization lets people in by what they proved first. To be asked only once that is
 * proved, so that nobody learns whose organization allows what (attack 8).
 * @param allowed null for every way.
 * @param methods references of what was proved, the first step first.
 * @throws AppError `sign_in_method_not_allowed`
 */
export function assertAllowedWay(
  allowed: readonly SignInMethod[] | null,
  methods: readonly string[],
): void {
  const way = wayOf(methods[0]);
  if (allowed === null || (way !== undefined && allowed.includes(way))) return;
  throw new AppError('sign_in_method_not_allowed', {
    detail: `It allows: ${allowed.map(nameOf).join(', ')}.`,
  });
}
