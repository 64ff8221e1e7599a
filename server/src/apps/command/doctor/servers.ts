import { connect } from 'amqplib';
import { Redis } from 'ioredis';
import { messageOf } from '../../../kernel/error.js';
import type { Config } from '../../../platform/config/config.js';
import { describePlaces } from '../../../platform/places/geoip-places.js';
import { askTwilio, twilioAccountOf } from '../../../platform/sms/twilio-account.js';

/** Longest that a server may take to answer, in milliseconds. */
const patience = 5000;

/** Whether Redis answers, is new enough, and forgets nothing before its time. @throws Error with what is wrong. */
export async function checkRedis({ REDIS_URL: url }: Config): Promise<string> {
  if (url === undefined) return 'no REDIS_URL: PostgreSQL and memory do its work';
  const told = parseInfo(await infoOf(url));
  const said = `Redis ${told.redis_version} at ${new URL(url).host}`;
  if (isOlder(told.redis_version, 6, 2)) throw new Error(`${said} is too old: 6.2 or newer`);
  if (told.maxmemory !== '0' && told.maxmemory_policy !== 'noeviction')
    throw new Error(`${said} would forget jobs: set its maxmemory-policy to noeviction`);
  return said;
}

async function infoOf(url: string): Promise<string> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: patience,
    commandTimeout: patience,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // `connect` says only that the connection is closed; why, is said here.
  let why: unknown;
  client.on('error', (error) => (why = error));
  try {
    await client.connect();
    return await client.info();
  } catch (error) {
    throw why ?? error;
  } finally {
    client.disconnect();
  }
}

/** The lines `name:value` of Redis's INFO. */
const parseInfo = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...text.matchAll(/^(\w+):(.*?)\r?$/gm)].map(([, name, value]) => [name, value]),
  );

/** Whether every node of RabbitMQ answers and is new enough. @throws Error with what is wrong of which. */
export async function checkRabbitmq({ RABBITMQ_URL: urls }: Config): Promise<string> {
  if (urls === undefined) return 'no RABBITMQ_URL: jobs carry the events';
  const nodes = await Promise.allSettled(urls.map((url) => checkNode(url)));
  const wrong = nodes.flatMap((node, index) =>
    node.status === 'rejected' ? [`${hostOf(urls[index])}: ${messageOf(node.reason)}`] : [],
  );
  if (wrong.length > 0) throw new Error(wrong.join('; '));
  return nodes.flatMap((node) => (node.status === 'fulfilled' ? [node.value] : [])).join(', ');
}

async function checkNode(url: string): Promise<string> {
  const model = await connect(url, { timeout: patience });
  model.on('error', () => {});
  const { version } = model.connection.serverProperties;
  await model.close();
  if (isOlder(version, 3, 10)) throw new Error(`RabbitMQ ${version} is too old: 3.10 or newer`);
  return `RabbitMQ ${version} at ${hostOf(url)}`;
}

/** Whether Twilio knows the account; nothing is sent. @throws Error with what is wrong. */
export async function checkSms(config: Config): Promise<string> {
  const account = twilioAccountOf(config);
  if (account === null) return 'no TWILIO_ACCOUNT_SID: text messages stay in the mailbox';
  const response = await askTwilio(account, '.json');
  const { host } = new URL(account.baseUrl);
  if (response.status === 401) throw new Error(`${host} refuses the account or its token`);
  if (!response.ok) throw new Error(`${host} answers ${response.status}`);
  const { status } = (await response.json()) as { status?: unknown };
  if (status !== 'active') throw new Error(`the account is ${String(status)}`);
  return `${host} knows the account`;
}

/** Whether the file of places can be read. @throws Error when it cannot. */
export const checkPlaces = ({ GATEHOUSE_GEOIP_FILE: file }: Config): Promise<string> =>
  file === undefined ? Promise.resolve('none') : describePlaces(file);

const hostOf = (url = ''): string => new URL(url).host;

function isOlder(version: string | undefined, leastMajor: number, leastMinor: number): boolean {
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}
