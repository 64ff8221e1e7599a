import type { Config } from '../config.js';

/** Background work that one kind of process can do alone. */
export type Tier = 'main' | 'notifications';
export const tiers: readonly Tier[] = ['main', 'notifications'];

type Setting = Pick<Config, 'GATEHOUSE_APP' | 'GATEHOUSE_WORKER_LEAVES'>;

/** Tier of a module's listeners, jobs and senders. Whoever notifies people sends the mails, too. */
export const tierOf = (module: string): Tier =>
  module === 'notifications' || module === 'mails' ? 'notifications' : 'main';

/** Tiers whose work a process does. */
export function tiersOf({ GATEHOUSE_APP: app, GATEHOUSE_WORKER_LEAVES: left }: Setting): Tier[] {
  if (app === 'api' || app === 'migrate') return [];
  if (app === 'notifications') return ['notifications'];
  return tiers.filter((tier) => app === 'all' || !left.some((module) => tierOf(module) === tier));
}

/** Whether this process does the background work of a module. */
export const worksFor = (config: Pick<Config, 'tiers'>, module: string): boolean =>
  config.tiers.includes(tierOf(module));

/** Whether people's requests and sockets come to this process. */
export const isEntrance = ({ GATEHOUSE_APP: app }: Pick<Config, 'GATEHOUSE_APP'>): boolean =>
  app === 'all' || app === 'api';

/** Ports to listen on, unless another one is set. */
export const ports = {
  all: 3000,
  api: 3000,
  notifications: 3003,
  worker: 3005,
  migrate: 0,
} as const;

/** Name of an app in logs and metrics, unless another one is set. */
export const serviceOf = (app: Config['GATEHOUSE_APP']): string =>
  app === 'all' ? 'gatehouse' : `gatehouse-${app}`;

/** What is missing for an app that is not alone. */
export function lacking(
  config: Pick<
    Config,
    'GATEHOUSE_APP' | 'DATABASE_URL' | 'PUBLIC_URL' | 'GATEHOUSE_ENCRYPTION_KEYS'
  >,
): string[] {
  const { GATEHOUSE_APP: app } = config;
  if (app === 'all') return [];
  const needs = `must be set for GATEHOUSE_APP=${app}:`;
  const checks: readonly [boolean, string][] = [
    [
      config.DATABASE_URL === undefined,
      `DATABASE_URL ${needs} the apps share a PostgreSQL, and the embedded one belongs to \`all\`.`,
    ],
    [
      config.PUBLIC_URL === undefined && app !== 'migrate',
      `PUBLIC_URL ${needs} it is where the api is reached, and links in mails begin with it.`,
    ],
    [
      config.GATEHOUSE_ENCRYPTION_KEYS.length === 0 && app !== 'migrate',
      `GATEHOUSE_ENCRYPTION_KEYS ${needs} each app opens what others have sealed. Make one for all with: echo "k1:$(openssl rand -base64 32)"`,
    ],
  ];
  return checks.filter(([missing]) => missing).map(([, message]) => message);
}
