import { z } from 'zod';
import { id, timestamp, title } from '../fields.js';
import { pageOf } from '../page.js';
import { route } from '../route.js';
import {
  passkeyAssertion,
  passkeyAttestation,
  passkeyCreation,
  passkeyRequest,
} from './passkey-ceremonies.js';
import { delivery, signedIn } from './sign-in.js';
import { enrolled } from './two-factor.js';

/** A passkey of mine. */
export const passkey = z.object({
  id,
  name: z.string(),
  /** Kept in step over several devices by their maker, and not bound to one. */
  synced: z.boolean(),
  createdAt: timestamp,
  lastUsedAt: timestamp.nullable(),
});
export type Passkey = z.output<typeof passkey>;

const byId = z.object({ id });

export const passkeyRoutes = {
  list: route({
    name: 'passkeys.list',
    method: 'GET',
    path: '/auth/passkeys',
    summary: 'My passkeys, latest first',
    access: 'enrolling',
    rateLimit: 'api',
    status: 200,
    response: pageOf(passkey),
    errors: [],
  }),
  beginRegistration: route({
    name: 'passkeys.beginRegistration',
    method: 'POST',
    path: '/auth/passkeys/options',
    summary: 'Begin to add a passkey: what the authenticator needs to make one',
    access: 'enrolling',
    rateLimit: 'api',
    recentProof: true,
    status: 200,
    response: passkeyCreation,
    errors: ['conflict'],
  }),
  register: route({
    name: 'passkeys.register',
    method: 'POST',
    path: '/auth/passkeys',
    summary: 'Add the passkey that the authenticator made; every other session ends',
    access: 'enrolling',
    rateLimit: 'two_factor',
    body: z.object({ name: title, credential: passkeyAttestation, delivery }),
    status: 201,
    response: enrolled.extend({ passkey }),
    errors: ['invalid_passkey', 'conflict', 'reauthentication_required'],
  }),
  rename: route({
    name: 'passkeys.rename',
    method: 'PATCH',
    path: '/auth/passkeys/:id',
    summary: 'Give a passkey of mine another name',
    access: 'signed_in',
    rateLimit: 'api',
    params: byId,
    body: z.object({ name: title }),
    status: 200,
    response: passkey,
    errors: ['not_found'],
  }),
  remove: route({
    name: 'passkeys.remove',
    method: 'DELETE',
    path: '/auth/passkeys/:id',
    summary:
      'Remove a passkey of mine, unless it is the last way to sign in; every other session ends',
    access: 'signed_in',
    rateLimit: 'api',
    params: byId,
    recentProof: true,
    status: 204,
    errors: ['not_found', 'last_factor', 'last_sign_in_method'],
  }),
  beginSignIn: route({
    name: 'passkeys.beginSignIn',
    method: 'POST',
    path: '/auth/passkey/options',
    summary: 'Begin to sign in with a passkey alone',
    access: 'public',
    rateLimit: 'api',
    status: 200,
    response: passkeyRequest,
    errors: [],
  }),
  signIn: route({
    name: 'passkeys.signIn',
    method: 'POST',
    path: '/auth/passkey/verify',
    summary: 'Sign in with a passkey alone, which counts as two factors',
    access: 'public',
    rateLimit: 'login',
    body: z.object({ credential: passkeyAssertion, delivery }),
    status: 200,
    response: signedIn,
    errors: ['invalid_passkey'],
  }),
};
