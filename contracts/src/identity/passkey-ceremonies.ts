import { z } from 'zod';

/** What goes to and comes from an authenticator (WebAuthn Level 3, section 5.1, in its JSON form). */
const bytes = z
  .string()
  .max(32_768)
  .regex(/^[A-Za-z0-9_-]+$/, 'must be base64url');
const transports = z.array(z.string().max(30)).max(10);
const userVerification = z.enum(['required', 'preferred']);
const descriptor = z.object({
  id: z.string(),
  type: z.literal('public-key'),
  transports: z.array(z.string()),
});

/** Asks an authenticator for a signature: `PublicKeyCredentialRequestOptionsJSON`. */
export const passkeyRequest = z.object({
  challenge: z.string(),
  /** Milliseconds. */
  timeout: z.number().int(),
  rpId: z.string(),
  /** Empty where any passkey of this site will do. */
  allowCredentials: z.array(descriptor),
  userVerification,
});
export type PasskeyRequest = z.output<typeof passkeyRequest>;

/** Asks an authenticator for a new passkey: `PublicKeyCredentialCreationOptionsJSON`. */
export const passkeyCreation = z.object({
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: z.string(),
  pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.number().int() })),
  /** Milliseconds. */
  timeout: z.number().int(),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.object({
    residentKey: z.literal('preferred'),
    requireResidentKey: z.literal(false),
    userVerification,
  }),
  attestation: z.literal('none'),
});
export type PasskeyCreation = z.output<typeof passkeyCreation>;

const credential = z.object({
  id: bytes,
  rawId: bytes,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
});

/** A signature: `AuthenticationResponseJSON`. */
export const passkeyAssertion = credential.extend({
  response: z.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes.optional(),
  }),
});
export type PasskeyAssertion = z.output<typeof passkeyAssertion>;

/** A new passkey: `RegistrationResponseJSON`. */
export const passkeyAttestation = credential.extend({
  response: z.object({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: transports.optional(),
  }),
});
export type PasskeyAttestation = z.output<typeof passkeyAttestation>;
