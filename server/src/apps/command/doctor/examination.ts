import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import { Client } from 'pg';
import { messageOf } from '../../../kernel/error.js';
import type { Config } from '../../../platform/config/config.js';
import { migrationsDirectory } from '../../../platform/config/paths.js';
import { openKeyRing } from '../../../platform/crypto/key-ring.js';
import { versionProblem } from '../../../platform/database/connect.js';
import { assertMigrated } from '../../../platform/database/migrator.js';
import { BreachList } from '../../../modules/identity/passwords/breaches/breach-list.js';
import { reachDatabase } from '../../reach-database.js';
import { checkPlaces, checkRabbitmq, checkRedis, checkSms } from './servers.js';

/** What a check came to. */
export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  /** What was found, or what is wrong. */
  readonly message: string;
}

/** Clocks may differ by this much, in milliseconds. */
const mostSkew = 5000;

/** Checks what the installation needs, one thing after the other. */
export async function examine(config: Config): Promise<Finding[]> {
  return [
    await find('app', () => describeApp(config)),
    await find('node', () => checkNode()),
    await find('data folder', () => checkFolder(config.GATEHOUSE_DATA_DIR)),
    ...(await examineDatabase(config)),
    await find('redis', () => checkRedis(config)),
    await find('rabbitmq', () => checkRabbitmq(config)),
    await find('mail', () => checkMail(config)),
    await find('sms', () => checkSms(config)),
    await find('keys', () => Promise.resolve(`keys: ${openKeyRing(config).ids.join(', ')}`)),
    await find('breach list', () => checkBreachList(config)),
    await find('places', () => checkPlaces(config)),
  ];
}

async function find(check: string, question: () => Promise<string>): Promise<Finding> {
  try {
    return { check, ok: true, message: await question() };
  } catch (error) {
    return { check, ok: false, message: messageOf(error) };
  }
}

async function examineDatabase(config: Config): Promise<Finding[]> {
  let database: Awaited<ReturnType<typeof reachDatabase>>;
  try {
    database = await reachDatabase(config);
  } catch (error) {
    return [await find('database', () => Promise.reject(error))];
  }
  const client = new Client({ connectionString: database.url, connectionTimeoutMillis: 5000 });
  try {
    const connected = await find('database', () => checkVersion(client));
    if (!connected.ok) return [connected];
    return [
      connected,
      await find('migrations', () => checkMigrations(database.url)),
      await find('clock', () => checkClock(client)),
    ];
  } finally {
    await client.end().catch(() => undefined);
    await database.stop();
  }
}

async function describeApp({ GATEHOUSE_APP: app, tiers }: Config): Promise<string> {
  return `${app}; background work: ${tiers.length === 0 ? 'none' : tiers.join(', ')}`;
}

async function checkNode(): Promise<string> {
  const { node } = process.versions;
  if (Number.parseInt(node, 10) >= 24) return `Node ${node}`;
  throw new Error(`Node ${node} is too old: 24 or newer is needed. npm start brings it by itself.`);
}

async function checkFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await access(folder, constants.R_OK | constants.W_OK);
  return folder;
}

async function checkVersion(client: Client): Promise<string> {
  await client.connect();
  const { rows } = await client.query<{ version: string }>(
    `SELECT current_setting('server_version') AS version`,
  );
  const version = rows[0]?.version ?? '';
  const problem = versionProblem(version);
  if (problem === null) return `PostgreSQL ${version}`;
  throw new Error(problem);
}

async function checkMigrations(url: string): Promise<string> {
  await assertMigrated(url, migrationsDirectory);
  return 'all have run';
}

async function checkClock(client: Client): Promise<string> {
  const before = Date.now();
  const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  const skew = Math.abs((rows[0]?.now.getTime() ?? 0) - (before + Date.now()) / 2);
  const said = `${Math.round(skew)} ms between this machine and the database`;
  if (skew <= mostSkew) return said;
  throw new Error(`${said}: codes and tokens would not work. Set both clocks by NTP.`);
}

async function checkMail({ SMTP_URL: url }: Config): Promise<string> {
  if (url === undefined) return 'no SMTP_URL: mails stay in the mailbox of the console';
  const transport = createTransport({ url, connectionTimeout: 5000, greetingTimeout: 5000 });
  await transport.verify();
  return `${new URL(url).host} takes mails`;
}

async function checkBreachList({ GATEHOUSE_BREACH_LIST: path }: Config): Promise<string> {
  if (path === undefined) return 'none';
  const list = await BreachList.open(path);
  await list.close();
  return path;
}
