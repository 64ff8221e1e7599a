import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { QuietLogger, TestClock } from '../../../test/harness/events.js';
import { after, days, minutes, seconds } from '../../kernel/clock.js';
import { type Config, loadConfig } from '../config/config.js';
import { AesFieldCipher } from '../crypto/aes-field-cipher.js';
import { KeyRing } from '../crypto/key-ring.js';
import { Database } from '../database/database.js';
import type { Jobs } from '../jobs/jobs.js';
import { PrometheusMetrics } from '../telemetry/prometheus-metrics.js';
import { currentTrace, RequestContext, requestContext } from '../http/request-context.js';
import { MailOutbox, type MailOutcome, type MailUrgency, mailUrgencies } from './mail-outbox.js';
import { MailSender } from './mail-sender.js';
import { MailsJob } from './mails.job.js';
import { MailsRepository } from './mails.repository.js';
import { mails } from './mails.table.js';
import { SmtpTransport } from './smtp-transport.js';
import { eventually } from '../../../test/harness/waiting/eventually.js';

const mail = {
  to: 'ada@example.com',
  subject: 'Hello',
  text: 'A link: CANARY',
  kind: 'test',
  urgency: 'awaited',
} as const;

/** One that does not wait long. */
class ImpatientTransport extends SmtpTransport {
  override readonly timeLimit = 300;
}

describe('MailSender', () => {
  let created: TestDatabase;
  let pool: pg.Pool;
  let database: Database;
  let clock: TestClock;
  let logger: QuietLogger;
  let outbox: MailOutbox;
  let received: string[];
  let smtp: SMTPServer | undefined;
  /** What the server answers to a message; undefined takes it. */
  let refusal: Error | undefined;
  let port = 0;
  /** Answers that the server holds back, where a test lets it stall. */
  let stalled: (() => void)[];
  let stalls: boolean;

  beforeEach(async () => {
    created = await createTestDatabase();
    pool = new pg.Pool({ connectionString: created.url });
    pool.on('error', () => {});
    database = new Database(pool);
    clock = new TestClock();
    logger = new QuietLogger();
    received = [];
    refusal = undefined;
    stalled = [];
    stalls = false;
    const cipher = new AesFieldCipher(new KeyRing([{ id: 'k1', bytes: Buffer.alloc(32, 1) }]));
    outbox = new MailOutbox(new MailsRepository(), cipher, clock);
    port = await listen();
  });
  afterEach(async () => {
    await close();
    await pool.end();
    await created.drop();
  });

  async function listen(options: SMTPServerOptions = {}, at = 0): Promise<number> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          if (stalls) stalled.push(() => done(refusal));
          else if (!refusal) received.push(Buffer.concat(chunks).toString());
          if (!stalls) done(refusal);
        });
      },
      ...options,
    });
    server.on('error', () => undefined);
    server.listen(at, '127.0.0.1');
    await once(server.server, 'listening');
    smtp = server;
    return (server.server.address() as AddressInfo).port;
  }

  const close = () => new Promise<void>((resolve) => (smtp ? smtp.close(resolve) : resolve()));

  const config = (): Config =>
    loadConfig({
      NODE_ENV: 'test',
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      GATEHOUSE_KEEP_MAILS_DAYS: '3',
    });

  function sender(Transport = SmtpTransport): MailSender {
    const metrics = new PrometheusMetrics({ service: 'test', process: false });
    const transport = new Transport(config(), metrics);
    return new MailSender(outbox, new MailsRepository(), transport, database, clock, logger);
  }
  const row = async () => (await database.connection.select().from(mails))[0];
  const enqueue = (to: string = mail.to, urgency: MailUrgency = mail.urgency) =>
    database.transaction((tx) => outbox.enqueue(tx, { ...mail, to, urgency }));
  const enqueueMany = async (count: number, urgency: MailUrgency) => {
    for (let number = 0; number < count; number += 1)
      await enqueue(`${urgency}${number}@example.com`, urgency);
  };

  it('delivers what was committed, and nothing that was rolled back', async () => {
    await enqueue();
    const rolledBack = database.transaction(async (tx) => {
      await outbox.enqueue(tx, { ...mail, subject: 'Never' });
      throw new Error('undone');
    });
    await expect(rolledBack).rejects.toThrow('undone');
    await sender().sendDue();
    expect(received).toHaveLength(1);
    expect(received[0]).toContain('To: ada@example.com');
    expect(received[0]).toContain('A link: CANARY');
  });

  it('sends a mail in the trace of the request that wrote it', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await requestContext.run(new RequestContext('request-1', 0, '', '', traceparent), enqueue);
    const traces: unknown[] = [];
    class TracedTransport extends SmtpTransport {
      override send(...mail: Parameters<SmtpTransport['send']>): Promise<string> {
        traces.push(currentTrace());
        return super.send(...mail);
      }
    }
    await sender(TracedTransport).sendDue();
    expect(traces).toEqual([{ correlationId: 'request-1', traceparent }]);
  });

  it('sends each mail once, however many senders there are', async () => {
    for (let number = 0; number < 20; number += 1) await enqueue(`p${number}@example.com`);
    await Promise.all(Array.from({ length: 5 }, () => sender().sendDue()));
    expect(received).toHaveLength(20);
    await sender().sendDue();
    expect(received).toHaveLength(20);
  });

  it('tries again later when the server refuses for now, and loses nothing', async () => {
    refusal = Object.assign(new Error('mailbox busy'), { responseCode: 451 });
    await enqueue();
    await sender().sendDue();
    expect(received).toHaveLength(0);
    refusal = undefined;
    await sender().sendDue();
    expect(received).toHaveLength(0);
    clock.ahead += minutes(1);
    await sender().sendDue();
    expect(received).toHaveLength(1);
  });

  it('waits for a server that is away, and sends when it is back', async () => {
    await enqueue();
    await close();
    await sender().sendDue();
    await listen({}, port);
    clock.ahead += minutes(1);
    await sender().sendDue();
    expect(received).toHaveLength(1);
  });

  it('gives up after many tries, and says so', async () => {
    refusal = Object.assign(new Error('no such mailbox'), { responseCode: 550 });
    await enqueue();
    for (let attempt = 0; attempt < 40; attempt += 1) {
      await sender().sendDue();
      clock.ahead += minutes(61);
    }
    expect(await row()).toMatchObject({ attempts: 30, failedAt: expect.any(Date), sentAt: null });
    expect((await row())?.error).toContain('550 no such mailbox');
    expect(logger.lines.length).toBeGreaterThanOrEqual(30);
    refusal = undefined;
    clock.ahead += days(2);
    await sender().sendDue();
    expect(received).toHaveLength(0);
  });

  it('holds no connection while the mail server stalls, nor a second sender', async () => {
    for (let number = 0; number < 3; number += 1) await enqueue(`p${number}@example.com`);
    stalls = true;
    const sending = sender().sendDue();
    await eventually(() => expect(stalled).toHaveLength(3));
    await sender().sendDue();
    expect(stalled).toHaveLength(3);
    const { rows } = await pool.query(
      `SELECT state, query FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`,
    );
    expect(rows).toEqual([]);
    expect(pool.idleCount).toBe(pool.totalCount);
    for (const answer of stalled) answer();
    await sending;
    expect(await row()).toMatchObject({ attempts: 1, sentAt: expect.any(Date), leasedUntil: null });
  });

  it('ends a try after its time limit, and is busy with one round at a time', async () => {
    for (let number = 0; number < 9; number += 1) await enqueue(`p${number}@example.com`);
    stalls = true;
    const impatient = sender(ImpatientTransport);
    await Promise.all([impatient.sendDue(), impatient.sendDue(), impatient.sendDue()]);
    const { rows } = await pool.query<{ attempts: number; n: number }>(
      'SELECT attempts, count(*)::int AS n FROM platform.mails GROUP BY 1 ORDER BY 1',
    );
    // A server that is away is asked no more in this round.
    expect(rows).toEqual([
      { attempts: 0, n: 4 },
      { attempts: 1, n: 5 },
    ]);
    stalls = false;
    clock.ahead += seconds(11);
    await sender().sendDue();
    expect(received).toHaveLength(9);
  });

  it('sends what somebody waits for while bulk mail stalls in all the places that it may have', async () => {
    await enqueueMany(9, 'bulk');
    stalls = true;
    const busy = sender();
    const sending = busy.sendDue();
    await eventually(() => expect(stalled).toHaveLength(3));
    stalls = false;
    await enqueue('code@example.com', 'awaited');
    await busy.sendDue();
    expect(received).toHaveLength(1);
    expect(received[0]).toContain('To: code@example.com');
    for (const answer of stalled) answer();
    await sending;
    expect(received).toHaveLength(7);
  });

  it('does not send what is objected to before it goes, and tells who follows it', async () => {
    await enqueue();
    const told: MailOutcome[] = [];
    outbox.follow(async (_tx, _mail, outcome) => void told.push(outcome));
    outbox.guard(mail.kind, () => Promise.resolve('They have moved'));
    await sender().sendDue();
    clock.ahead += days(2);
    await sender().sendDue();
    expect(received).toEqual([]);
    expect(told).toEqual([{ state: 'cancelled', words: 'They have moved' }]);
    expect(await row()).toMatchObject({ failedAt: expect.any(Date), error: 'They have moved' });
  });

  it('takes codes before alarms, and both before the bulk that was there first', async () => {
    for (const urgency of ['bulk', 'alarm', 'awaited', 'bulk', 'alarm', 'awaited'] as const)
      await enqueue(mail.to, urgency);
    const repository = new MailsRepository();
    const later = after(clock.now(), minutes(2));
    const claim = (least: MailUrgency) =>
      repository.claim(database.connection, mailUrgencies.indexOf(least), clock.now(), later);
    const order: (number | undefined)[] = [];
    for (let next = 0; next < 4; next += 1) order.push((await claim('alarm'))?.urgency);
    expect(order).toEqual([0, 0, 1, 1]);
    expect(await claim('alarm')).toBeNull();
    expect((await claim('bulk'))?.urgency).toBe(2);
  });

  it('does not let a sender frozen past its lease mark what another one sent since (attack 34)', async () => {
    await enqueue();
    stalls = true;
    const frozen = sender().sendDue();
    await eventually(() => expect(stalled).toHaveLength(1));
    stalls = false;
    await sender().sendDue();
    expect(received).toHaveLength(0);
    clock.ahead += minutes(3);
    await sender().sendDue();
    expect(received).toHaveLength(1);
    const sent = await row();
    refusal = Object.assign(new Error('refused after all'), { responseCode: 550 });
    stalled[0]?.();
    await frozen;
    expect(await row()).toEqual(sent);
    expect(sent).toMatchObject({ attempts: 2, sentAt: expect.any(Date), error: null });
  });

  it('gives up at once where there is no such address, and keeps the reason without secrets', async () => {
    await close();
    await listen(
      {
        onRcptTo: (_address, _session, done) => {
          const said =
            '5.1.1 <ada@example.com> unknown, see https://x.example/verify?token=CANARY ' +
            `${'A1-_'.repeat(11)} ${'and so on '.repeat(100)}`;
          done(Object.assign(new Error(said), { responseCode: 550 }));
        },
      },
      port,
    );
    await enqueue();
    await sender().sendDue();
    const failed = await row();
    expect(failed).toMatchObject({ attempts: 1, failedAt: expect.any(Date), sentAt: null });
    expect(failed?.error).toContain('550 5.1.1 <[address]> unknown');
    expect(failed?.error).not.toMatch(/CANARY|A1-_|ada@/);
    expect(failed?.error?.length).toBe(500);
    clock.ahead += days(2);
    await sender().sendDue();
    expect(await row()).toEqual(failed);
  });

  it('removes mails when their time is over, given up or not', async () => {
    await enqueue();
    const jobs = { register: () => undefined } as unknown as Jobs;
    const job = new MailsJob(new MailsRepository(), database, clock, config(), sender(), jobs);
    clock.ahead += days(3) - minutes(1);
    await job.purge();
    expect(await row()).toBeDefined();
    clock.ahead += minutes(2);
    await job.purge();
    expect(await row()).toBeUndefined();
  });

  it('keeps what it says sealed', async () => {
    await enqueue();
    const { rows } = await pool.query<{ text: string }>(
      'SELECT to_jsonb(m)::text AS text FROM platform.mails m',
    );
    expect(rows[0]?.text).not.toContain('CANARY');
    expect(rows[0]?.text).not.toContain(Buffer.from('CANARY').toString('hex'));
  });
});
