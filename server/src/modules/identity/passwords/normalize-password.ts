/**
 * The form in which passwords are hashed: NFC, so that one password typed on two keyboards is one
 * (SP 800-63B-4 section 3.1.1.2). Nothing is trimmed or cut off.
 */
export const normalizePassword = (password: string): string => password.normalize('NFC');
