import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { eventually } from '../server/test/harness/waiting/eventually.js';

let gatehouse: RunningGatehouse;
let api: Api;
let smtp: SMTPServer;
const received: string[] = [];
/** Answers that the mail server holds back, while it stalls. */
const heldBack: (() => void)[] = [];
let stalls = false;

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push(Buffer.concat(chunks).toString());
        if (stalls) heldBack.push(() => done());
        else done();
      });
    },
  });
  smtp.on('error', () => undefined);
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  const { port } = smtp.server.address() as AddressInfo;
  gatehouse = await startGatehouse({
    SMTP_URL: `smtp://127.0.0.1:${port}`,
  });
  api = new Api(gatehouse.url);
});
afterAll(async () => {
  for (const answer of heldBack) answer();
  await gatehouse?.stop();
  await new Promise<void>((resolve) => smtp.close(resolve));
});

const mailTo = (address: string) => received.find((mail) => mail.includes(`To: ${address}`)) ?? '';

it('sends by SMTP, and the link in the mail works', async () => {
  await api.apply('ada@example.com');
  await eventually(() => expect(mailTo('ada@example.com')).not.toBe(''));
  // Quoted-printable (RFC 2045 section 6.7).
  const text = mailTo('ada@example.com')
    .replace(/=\r?\n/g, '')
    .replaceAll('=3D', '=');
  const token = /verify-email\?token=([\w-]+)/.exec(text)?.[1];
  const { status } = await api.call('POST', '/auth/verify-email', { body: { token } });
  expect(status).toBe(204);
});

it('holds no transaction and delays nobody while the mail server stalls, and sends each mail once', async () => {
  stalls = true;
  const people = Array.from({ length: 8 }, (_, number) => `person${number}@example.com`);
  for (const email of people) await api.apply(email);
  await eventually(() => expect(heldBack).toHaveLength(5));
  // Longer than the job's period: rounds that come meanwhile must not pile up.
  await new Promise((resolve) => setTimeout(resolve, 4_500));
  const client = new pg.Client({ connectionString: gatehouse.databaseUrl });
  await client.connect();
  const { rows } = await client.query(
    `SELECT query FROM pg_stat_activity
      WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
  );
  await client.end();
  expect(rows).toEqual([]);
  expect(heldBack).toHaveLength(5);
  expect((await api.call('GET', '/health/ready')).status).toBe(200);
  expect((await api.signIn('ada@example.com')).status).toBe(200);
  stalls = false;
  for (const answer of heldBack.splice(0)) answer();
  // The welcome that followed the confirmation comes when it comes.
  const asked = () => received.filter((mail) => !mail.includes('List-Unsubscribe'));
  await eventually(() => expect(asked()).toHaveLength(9));
  for (const email of people)
    expect(received.filter((mail) => mail.includes(`To: ${email}`))).toHaveLength(1);
  await vi.waitFor(async () => {
    const text = await (await fetch(`${gatehouse.url}/metrics`)).text();
    expect(text).toMatch(/mails_total\{outcome="sent",.*\} 10\n/);
  }, 5_000);
});
