import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { StartError } from '../../kernel/start-error.js';
import { appVariables } from './apps/app.variables.js';
import { lacking, ports, serviceOf, type Tier, tiersOf } from './apps/apps.js';
import { carrierVariables } from './carrier.variables.js';
import { dataVariables } from './data.variables.js';
import { httpVariables } from './http.variables.js';
import { identityVariables } from './identity.variables.js';
import { mailVariables } from './mail.variables.js';
import { notificationVariables } from './notification.variables.js';
import { realtimeVariables } from './realtime.variables.js';
import {
  isOpenIdVariable,
  type SocialProviderSettings,
  socialProvidersOf,
  wrongProviders,
} from './social-providers.js';
import { securityVariables } from './security.variables.js';
import { socialVariables } from './social.variables.js';
import { webhookVariables } from './webhook.variables.js';
import { smsVariables } from './sms.variables.js';
import type { Variable } from './variables.js';

/** Every setting there is, but those whose names the operator chooses (`social.variables.ts`). */
export const allVariables = {
  ...appVariables,
  ...httpVariables,
  ...dataVariables,
  ...carrierVariables,
  ...identityVariables,
  ...mailVariables,
  ...notificationVariables,
  ...securityVariables,
  ...smsVariables,
  ...socialVariables,
  ...webhookVariables,
  ...realtimeVariables,
};

type AllVariables = typeof allVariables;
type Values = { readonly [N in keyof AllVariables]: z.output<AllVariables[N]['shape']> };

/**
 * The settings, parsed and frozen; also the token they are injected by.
 * Each property is named after its environment variable.
 */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- the class is only the injection token of the interface
export interface Config extends Omit<Values, 'PORT' | 'GATEHOUSE_SERVICE_NAME'> {
  readonly PORT: number;
  readonly GATEHOUSE_SERVICE_NAME: string;
  readonly publicUrl: string;
  /** No database is configured: this process starts one of its own. */
  readonly embeddedDatabase: boolean;
  /** Background work that this process does. */
  readonly tiers: readonly Tier[];
  readonly socialProviders: readonly SocialProviderSettings[];
}
export class Config {}

/** A setting is missing or wrong; the message says which and what to do. */
export class ConfigError extends StartError {}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings. Each also reads from the file that `NAME_FILE` names.
 * @throws ConfigError for a wrong value, an unknown `GATEHOUSE_*` name, or an unsafe default in production mode.
 */
export function loadConfig(environment: Environment): Config {
  const known = new Map<string, Variable>(Object.entries(allVariables));
  const problems = unknownNames(environment, known);
  const read = (name: string, variable: Variable): unknown => {
    const parsed = variable.shape.safeParse(readValue(environment, name, problems));
    if (parsed.success) return parsed.data;
    problems.push(`${name} ${parsed.error.issues[0]?.message ?? 'is wrong'}. ${variable.doc}`);
    return undefined;
  };
  const values = Object.fromEntries(
    [...known].map(([name, variable]) => [name, read(name, variable)]),
  ) as Values;
  const socialProviders = socialProvidersOf(values, environment, read);
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  const config = complete(values, socialProviders);
  const unsafe = [
    ...halves(values),
    ...lacking(values),
    ...unsafeInProduction(config),
    ...wrongProviders(socialProviders, config.NODE_ENV === 'production'),
  ];
  if (unsafe.length > 0) throw new ConfigError(unsafe.join('\n'));
  return Object.freeze(config);
}

/** Settings that say nothing without each other; of some, one or the other. */
const together = [
  [['GATEHOUSE_ADMIN_EMAIL'], ['GATEHOUSE_ADMIN_PASSWORD']],
  [['TWILIO_ACCOUNT_SID'], ['TWILIO_AUTH_TOKEN'], ['TWILIO_FROM', 'TWILIO_MESSAGING_SERVICE_SID']],
] as const;

const halves = (values: Values): string[] =>
  together
    .filter(
      (parts) => new Set(parts.map((part) => part.some((name) => isSet(values, name)))).size === 2,
    )
    .map((parts) => parts.map((part) => part.join(' or ')).join(' and '))
    .map((names) => `${names} must be set together, or none of them.`);

const isSet = (values: Values, name: keyof Values): boolean => values[name] !== undefined;

/** The settings with the database that was started for them. */
export const withDatabase = (config: Config, url: string): Config =>
  Object.freeze(Object.assign(new Config(), config, { DATABASE_URL: url }));

function complete(values: Values, socialProviders: readonly SocialProviderSettings[]): Config {
  const port = values.PORT ?? ports[values.GATEHOUSE_APP];
  const publicUrl = values.PUBLIC_URL ?? `http://localhost:${port}`;
  return {
    ...values,
    PORT: port,
    GATEHOUSE_SERVICE_NAME: values.GATEHOUSE_SERVICE_NAME ?? serviceOf(values.GATEHOUSE_APP),
    GATEHOUSE_DATA_DIR: resolve(values.GATEHOUSE_DATA_DIR),
    publicUrl: publicUrl.replace(/\/+$/, ''),
    embeddedDatabase: values.DATABASE_URL === undefined,
    tiers: tiersOf(values),
    socialProviders,
  };
}

function unknownNames(environment: Environment, known: ReadonlyMap<string, Variable>): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('GATEHOUSE_') && !known.has(name))
    .filter((name) => !known.has(name.replace(/_FILE$/, '')))
    .filter((name) => !isOpenIdVariable(name))
    .map(
      (name) =>
        `${name} is not a setting of Gatehouse; docs/reference/configuration.md lists them all.`,
    );
}

function readValue(environment: Environment, name: string, problems: string[]): string | undefined {
  const value = environment[name];
  if (value !== undefined && value !== '') return value;
  const file = environment[`${name}_FILE`];
  if (file === undefined || file === '') return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    problems.push(`${name}_FILE names a file that cannot be read: ${file}`);
    return undefined;
  }
}

function unsafeInProduction(config: Config): string[] {
  if (config.NODE_ENV !== 'production') return [];
  const checks: readonly [boolean, string][] = [
    [
      config.PUBLIC_URL === undefined,
      'PUBLIC_URL must be set in production mode: links in mails begin with it.',
    ],
    [
      config.PUBLIC_URL !== undefined && !config.PUBLIC_URL.startsWith('https://'),
      'PUBLIC_URL must begin with https:// in production mode.',
    ],
    [
      config.SMTP_URL === undefined,
      'SMTP_URL must be set in production mode: there is no mailbox page to read mails in.',
    ],
    [
      config.SMTP_URL !== undefined && /@localhost\b/.test(config.GATEHOUSE_MAIL_FROM),
      'GATEHOUSE_MAIL_FROM must be set in production mode: no mail server takes mails from localhost.',
    ],
    [
      config.GATEHOUSE_ENCRYPTION_KEYS.length === 0,
      'GATEHOUSE_ENCRYPTION_KEYS must be set in production mode; make one with: echo "k1:$(openssl rand -base64 32)"',
    ],
    [
      !config.GATEHOUSE_RATE_LIMITS,
      'GATEHOUSE_RATE_LIMITS=false is for load tests and refused in production mode.',
    ],
  ];
  return checks.filter(([wrong]) => wrong).map(([, message]) => message);
}
