/** Refusals of a mail or its sender that some servers tell without an enhanced code. */
const ofPolicy =
  /spam|virus|block|list|polic|reputat|relay|denied|content|size|quota|full|spf|dkim|dmarc|auth/i;

/**
 * Whether a mail server said for good that there is no such address: enhanced codes X.1.1, 2, 3, 6
 * and 10 (RFC 3463, RFC 7505), or without any 550, 551 or 553 (RFC 5321 section 4.2.3), where it
 * gave no reason of another kind. Whatever else it refuses may lie in its settings or ours.
 * @param said its answer, which begins with the code.
 */
export function tellsOfNoAddress(said: string): boolean {
  const [enhanced] = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)/.exec(said) ?? [];
  if (enhanced !== undefined) return /^5\.1\.(?:[1236]|10)$/.test(enhanced);
  return /^55[013]\b/.test(said) && !ofPolicy.test(said);
}

/** Whether a mail server told an enhanced code (RFC 2034). */
export const hasEnhancedCode = (said: string): boolean => /^\d{3}[ -]\d\.\d+\.\d+/.test(said);
