/** What stands where a secret stood. */
export const redacted = '[redacted]';

/** Parts of key names, lower case and without dashes, whose values are never logged. */
const sensitiveParts =
  /password|passwd|passphrase|token|secret|authorization|cookie|otpauth|qrcode|backupcode|recoverycode|onetimecode|apikey|privatekey|encryptionkey|credential|csrf|jwt/;
/** Whole key names of the same kind, too short to be looked for inside others. */
const sensitiveNames =
  /^(?:codes?|otp|totp|pin|body|rawbody|html|text|query|querystring|search|params|parameters|values|bindings|detail)$/;

/** Whether values under this key are never logged. */
export function isSensitiveKey(key: string): boolean {
  const plain = key.toLowerCase().replace(/[^a-z0-9]/g, '');
  return sensitiveParts.test(plain) || sensitiveNames.test(plain);
}

/**
 * Secrets that can be told by their own form wherever they stand in a text. The order matters:
 * a URL loses its query before `name=value` is looked at.
 */
const forms: readonly (readonly [RegExp, string])[] = [
  [/otpauth:\/\/\S+/gi, redacted],
  // Credentials in a connection string.
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi, `$1${redacted}@`],
  [/([a-z][a-z0-9+.-]*:\/\/[^\s?#"']+|\/[\w\-.~%/:]*)[?#][^\s"')]+/gi, `$1?${redacted}`],
  [/\b(Bearer|Basic|DPoP)\s+[\w.~+/=-]+/gi, `$1 ${redacted}`],
  [/\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)*/g, redacted],
  [/\bgh_(?:live|test)_\w+/g, redacted],
  [/data:[a-z]+\/[a-z0-9+.-]+;base64,[\w+/=]+/gi, redacted],
  [
    /("?[\w-]*(?:password|passwd|passphrase|token|secret|authorization|cookie|apikey|api_key|backup_?codes?|otp)[\w-]*"?\s*[:=]\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*'|\[[^\]]*\]|[^\s,;&}\])]+)/gi,
    `$1${redacted}`,
  ],
  [/("code"\s*:\s*)(?:"[^"]*"|\d+)/gi, `$1${redacted}`],
  [/(\bcodes?\b[^\d\n]{0,20})\b\d{6,8}\b/gi, `$1${redacted}`],
];

/** Each form has one of these in it; most texts are names and ids, which have none. */
const marks = /[:=?#]|bearer|basic|dpop|eyJ|gh_|code/i;

/** Longest text kept of one value. */
const maxLength = 4000;

/** Takes what looks like a secret, and every URL's query, out of a text. */
export function scrubText(text: string): string {
  let scrubbed = text.length > maxLength ? `${text.slice(0, maxLength)}[cut]` : text;
  if (!marks.test(scrubbed)) return scrubbed;
  for (const [form, replacement] of forms) scrubbed = scrubbed.replace(form, replacement);
  return scrubbed;
}
