import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { QuietLogger, TestClock } from '../../../test/harness/events.js';
import { days, minutes } from '../../kernel/clock.js';
import { loadConfig } from '../config/config.js';
import { AesFieldCipher } from '../crypto/aes-field-cipher.js';
import { KeyRing } from '../crypto/key-ring.js';
import { Database } from '../database/database.js';
import type { Jobs } from '../jobs/jobs.js';
import { MailOutbox } from './mail-outbox.js';
import { MailSender } from './mail-sender.js';
import { MailsRepository } from './mails.repository.js';

const mail = { to: 'ada@example.com', subject: 'Hello', text: 'A link: CANARY', kind: 'test' };

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

  beforeEach(async () => {
    created = await createTestDatabase();
    pool = new pg.Pool({ connectionString: created.url });
    database = new Database(pool);
    clock = new TestClock();
    logger = new QuietLogger();
    received = [];
    refusal = undefined;
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
          if (!refusal) received.push(Buffer.concat(chunks).toString());
          done(refusal);
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

  function sender(): MailSender {
    const config = loadConfig({ NODE_ENV: 'test', SMTP_URL: `smtp://127.0.0.1:${port}` });
    const jobs = { register: () => undefined } as unknown as Jobs;
    return new MailSender(outbox, new MailsRepository(), database, clock, config, logger, jobs);
  }
  const enqueue = (to = mail.to) =>
    database.transaction((tx) => outbox.enqueue(tx, { ...mail, to }));

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
    const { rows } = await pool.query<{ attempts: number }>('SELECT attempts FROM platform.mails');
    expect(rows[0]?.attempts).toBe(30);
    expect(logger.lines.length).toBeGreaterThanOrEqual(30);
    refusal = undefined;
    clock.ahead += days(2);
    await sender().sendDue();
    expect(received).toHaveLength(0);
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
