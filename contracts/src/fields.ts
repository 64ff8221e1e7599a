import { z } from 'zod';

/** UUIDv7 (RFC 9562). Any UUID is accepted on the way in. */
export const id = z.uuid();
/** UTC time, ISO 8601. */
export const timestamp = z.iso.datetime();

const visible = (value: string) => !/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u.test(value);
const invisibleMessage = 'must not contain invisible or control characters';

/** An e-mail address or a username as somebody types it; need not be one, but is text. */
export const accountName = z.string().trim().max(255).refine(visible, invisibleMessage);

/** E-mail address; compared after trimming, case folding and Unicode normalization (C16). */
export const email = z
  .string()
  .trim()
  .max(255)
  .refine(visible, invisibleMessage)
  .transform((value) => value.normalize('NFKC'))
  .pipe(z.email({ pattern: z.regexes.unicodeEmail, error: 'must be an e-mail address' }));

/** Username: 3 to 64 letters, digits, dots, dashes and underscores; compared without case. */
export const username = z
  .string()
  .trim()
  .regex(
    /^[a-z0-9][a-z0-9._-]{2,63}$/i,
    'must be 3 to 64 letters, digits, dots, dashes or underscores',
  );

/** A person's name. */
export const personName = z.string().trim().min(1).max(100).refine(visible, invisibleMessage);

/** What somebody does, such as `Head of Sales`. */
export const jobTitle = z.string().trim().min(1).max(100).refine(visible, invisibleMessage);

/** A password as typed: every character counts, none is cut off (SP 800-63B-4 section 3.1.1). */
export const password = z.string().min(1).max(1024);

/** A one-time secret that came by mail. */
export const secretToken = z.string().min(16).max(256);

/** Free text of a line or two; may be empty. */
export const description = z.string().trim().max(500).refine(visible, invisibleMessage);

/** Free text shown as a title. */
export const title = z.string().trim().min(1).max(200).refine(visible, invisibleMessage);
