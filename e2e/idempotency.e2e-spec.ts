import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

let gatehouse: RunningGatehouse;
beforeAll(async () => {
  gatehouse = await startGatehouse();
});
afterAll(() => gatehouse.stop());

const register = (email: string, key?: string) =>
  fetch(`${gatehouse.url}/api/v1/auth/register`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    body: JSON.stringify({
      email,
      password: 'a long enough passphrase 7',
      firstName: 'Ada',
      lastName: 'Byron',
    }),
  });

async function mailsTo(email: string): Promise<number> {
  const answer = await fetch(`${gatehouse.url}/api/v1/dev/mailbox?to=${email}`);
  const { data } = (await answer.json()) as { data: unknown[] };
  return data.length;
}

const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

describe('Idempotency-Key', () => {
  it('attack 6: 100 parallel requests with one idempotency key have one effect', async () => {
    const email = 'once@example.com';
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 100 }, () => register(email, key)));
    const statuses = new Set(answers.map((answer) => answer.status));
    expect([...statuses].every((status) => status === 202 || status === 409)).toBe(true);
    const first = answers.filter(
      (answer) => answer.status === 202 && !answer.headers.has('idempotent-replayed'),
    );
    expect(first).toHaveLength(1);
    expect(await mailsTo(email)).toBe(1);
  });

  it('without a key each request has its effect (negative control)', async () => {
    const email = 'each@example.com';
    const answers = await Promise.all([register(email), register(email)]);
    const replayed = answers.filter((answer) => answer.headers.has('idempotent-replayed'));
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(replayed).toEqual([]);
  });

  it('answers a repeated request again, and says so', async () => {
    const key = randomUUID();
    const first = await register('again@example.com', key);
    const second = await register('again@example.com', key);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.status).toBe(first.status);
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(await second.json()).toEqual(await first.json());
  });

  it('refuses a key that came with another body', async () => {
    const key = randomUUID();
    await register('first@example.com', key);
    const other = await register('second@example.com', key);
    expect(other.status).toBe(422);
    expect(await codeOf(other)).toBe('idempotency_key_reused');
    expect(await mailsTo('second@example.com')).toBe(0);
  });

  it('refuses a key that is too long', async () => {
    const answer = await register('long@example.com', 'k'.repeat(256));
    expect(answer.status).toBe(422);
    expect(await mailsTo('long@example.com')).toBe(0);
  });

  it('gives the key back where the fields were not valid, so that a corrected request can use it', async () => {
    const key = randomUUID();
    expect((await register('not an address', key)).status).toBe(422);
    expect((await register('corrected@example.com', key)).status).toBe(202);
  });
});
