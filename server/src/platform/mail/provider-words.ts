/** What a mail server or provider said. It may repeat addresses, and parts of the mail with its link. */
export const withoutPrivate = (words: string): string =>
  words
    .replace(/[^\s<>()"']+@[^\s<>()"']+/g, '[address]')
    .replace(/[\w+/=-]{32,}/g, '[redacted]')
    .slice(0, 500);
