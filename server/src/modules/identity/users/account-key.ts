/**
 * The form in which e-mail addresses and usernames are compared (C16): trimmed, normalized (NFKC)
 * and case-folded, so that look-alikes of one address are one account.
 */
export const accountKey = (name: string): string =>
  name.trim().normalize('NFKC').toLowerCase().normalize('NFKC');
