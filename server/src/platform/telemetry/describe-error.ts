import { describeError as withoutSecrets } from './redact-error.js';

const longest = 1000;

/** What went wrong, in words that may be kept: what people sent is left out. */
export function describeError(thrown: unknown): string {
  const parts: string[] = [];
  for (let error = thrown; error instanceof Error && parts.length < 3; error = error.cause) {
    const { name, message } = withoutSecrets(error, () => undefined);
    parts.push(`${String(name)}: ${String(message)}`);
  }
  const text = parts.join('; caused by ') || 'an unknown error';
  return text.replaceAll('\0', '').slice(0, longest);
}
