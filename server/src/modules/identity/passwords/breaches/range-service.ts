import { seconds } from '../../../../kernel/clock.js';

const patience = seconds(2);
/** A range has some 1,000 lines of 40 bytes; more than this is not one. */
const longestAnswer = 1024 * 1024;

/**
 * Asks a k-anonymity range service, such as Pwned Passwords: it gets the first five hex digits of
 * a SHA-1 hash, and answers with the rest of every hash it knows that begins so, as `REST:COUNT`
 * lines. Padding (lines that count 0) hides from the network how many there are.
 * @throws Error when the service does not answer in two seconds, or not as it should.
 */
export async function isInRange(service: string, hash: string): Promise<boolean> {
  const response = await fetch(`${service.replace(/\/+$/, '')}/${hash.slice(0, 5)}`, {
    headers: { 'add-padding': 'true', 'user-agent': 'gatehouse' },
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  });
  if (response.status !== 200) throw new Error(`the service answered ${response.status}`);
  const rest = hash.slice(5);
  const lines = (await textOf(response)).split(/\r?\n/);
  return lines.some((line) => {
    const [known, count] = line.split(':');
    return known?.toUpperCase() === rest && Number(count) > 0;
  });
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > longestAnswer) throw new Error('the answer of the service is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
