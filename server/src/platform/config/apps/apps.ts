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
  worker: 3004,
  migrate: 0,
} as const;

/** Name of an app in logs and metrics, unless another one is set. */
export const serviceOf = (app: Config['GATEHOUSE_APP']): string =>
  app === 'all' ? 'gatehouse' : `gatehouse-${app}`;

/** What is missing for an app that is not alone. */
export function lacking(
  config: Pick<Config, 'GATEHOUSE_APP' | 'DATABASE_URL' | 'PUBLIC_URL'>,
): string[] {
  const { GATEHOUSE_APP: app, DATABASE_URL: database, PUBLIC_URL: address } = config;
  if (app === 'all') return [];
  const needs = `must be set for GATEHOUSE_APP=${app}:`;
  return [
    ...(database === undefined
      ? [
          `DATABASE_URL ${needs} the apps share a PostgreSQL, and the embedded one belongs to \`all\`.`,
        ]
      : []),
    ...(address === undefined && app !== 'migrate'
      ? [`PUBLIC_URL ${needs} it is the address of the api, and links in mails begin with it.`]
      : []),
  ];
}
