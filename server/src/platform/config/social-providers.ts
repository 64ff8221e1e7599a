import type { z } from 'zod';
import { openIdVariables, type socialVariables } from './social.variables.js';
import type { Variable } from './variables.js';

/** Somewhere else where people may have an account that they can sign in here with. */
export interface SocialProviderSettings {
  /** As it stands in addresses, such as `acme-corp`. */
  readonly id: string;
  /** GitHub speaks OAuth 2 and no OpenID Connect. */
  readonly protocol: 'openid' | 'github';
  readonly label: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** With spaces between them (RFC 6749 section 3.3); GitHub has its own. */
  readonly scopes: string;
  /** An address is taken for confirmed where the provider does not say. */
  readonly trustsEmail: boolean;
  /** Whose confirmed addresses count; empty for any. */
  readonly emailDomains: readonly string[];
  /** Makes no accounts, but for people who are expected. */
  readonly existingOnly: boolean;
}

/** How the name of an OpenID provider's setting ends. */
type OpenIdKind = keyof typeof openIdVariables extends `GATEHOUSE_OIDC_<NAME>_${infer Kind}`
  ? Kind
  : never;
type Environment = Readonly<Record<string, string | undefined>>;
type Values = {
  readonly [N in keyof typeof socialVariables]: z.output<(typeof socialVariables)[N]['shape']>;
};
/** Reads and checks one setting; undefined when something is wrong with it. */
type Read = (name: string, variable: Variable) => unknown;

const pattern =
  /^GATEHOUSE_OIDC_([A-Z0-9]+(?:_[A-Z0-9]+)*?)_(?:ISSUER|CLIENT_ID|CLIENT_SECRET|LABEL|SCOPES|TRUST_EMAIL|EMAIL_DOMAINS|EXISTING_ONLY)(?:_FILE)?$/;
const loopback = /^http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?=[:/]|$)/;

/** Whether a name is a setting of an OpenID provider, whichever its `<NAME>`. */
export const isOpenIdVariable = (name: string): boolean => pattern.test(name);

/** The providers that the settings name, in the order in which people see them. */
export function socialProvidersOf(
  values: Values,
  environment: Environment,
  read: Read,
): SocialProviderSettings[] {
  const names = Object.keys(environment).map((name) => pattern.exec(name)?.[1] ?? '');
  const chosen = [...new Set(names)].filter((name) => name !== '').toSorted();
  return [
    ...known(values, 'GOOGLE', {
      protocol: 'openid',
      label: 'Google',
      issuer: values.GOOGLE_ISSUER,
    }),
    ...known(values, 'GITHUB', { protocol: 'github', label: 'GitHub', issuer: values.GITHUB_URL }),
    ...chosen.map((name) => openIdProvider(name, read)),
  ];
}

function known(
  values: Values,
  name: 'GOOGLE' | 'GITHUB',
  provider: Pick<SocialProviderSettings, 'protocol' | 'label' | 'issuer'>,
): SocialProviderSettings[] {
  const clientId = values[`${name}_CLIENT_ID`];
  const clientSecret = values[`${name}_CLIENT_SECRET`];
  if (clientId === undefined && clientSecret === undefined) return [];
  // What is missing is told by `wrongProviders`.
  const client = { clientId: clientId ?? '', clientSecret: clientSecret ?? '' };
  return [
    {
      id: name.toLowerCase(),
      ...provider,
      ...client,
      scopes: openIdVariables['GATEHOUSE_OIDC_<NAME>_SCOPES'].shape.parse(undefined),
      trustsEmail: false,
      emailDomains: values[`${name}_EMAIL_DOMAINS`] ?? [],
      existingOnly: values[`${name}_EXISTING_ONLY`],
    },
  ];
}

function openIdProvider(name: string, read: Read): SocialProviderSettings {
  const setting = (kind: OpenIdKind) =>
    read(`GATEHOUSE_OIDC_${name}_${kind}`, openIdVariables[`GATEHOUSE_OIDC_<NAME>_${kind}`]);
  const words = name.split('_').map((word) => word.slice(0, 1) + word.slice(1).toLowerCase());
  return {
    id: name.toLowerCase().replaceAll('_', '-'),
    protocol: 'openid',
    label: (setting('LABEL') as string | undefined) ?? words.join(' '),
    issuer: setting('ISSUER') as string,
    clientId: setting('CLIENT_ID') as string,
    clientSecret: setting('CLIENT_SECRET') as string,
    scopes: setting('SCOPES') as string,
    trustsEmail: setting('TRUST_EMAIL') as boolean,
    emailDomains: (setting('EMAIL_DOMAINS') as string[] | undefined) ?? [],
    existingOnly: setting('EXISTING_ONLY') as boolean,
  };
}

/** What is wrong with providers, each with what to do about it. */
export function wrongProviders(
  providers: readonly SocialProviderSettings[],
  production: boolean,
): string[] {
  return providers.flatMap((provider, index) => {
    const { id, issuer, clientId, clientSecret } = provider;
    const earlier = providers.slice(0, index);
    const checks: readonly [boolean, string][] = [
      [
        clientId === '' || clientSecret === '',
        `${id.toUpperCase()}_CLIENT_ID and ${id.toUpperCase()}_CLIENT_SECRET must be set together, or neither.`,
      ],
      [
        !issuer.startsWith('https://') && (production || !loopback.test(issuer)),
        `The address of the sign-in provider "${id}" must begin with https://; http:// is for trying out on this machine.`,
      ],
      [
        earlier.some((other) => other.id === id),
        `The name of the sign-in provider "${id}" is taken: use GOOGLE_CLIENT_ID or GITHUB_CLIENT_ID, or choose another <NAME>.`,
      ],
      [
        earlier.some((other) => other.issuer === issuer),
        `The sign-in providers "${id}" and "${earlier.find((other) => other.issuer === issuer)?.id}" have the same issuer: keep one of them.`,
      ],
    ];
    return checks.filter(([wrong]) => wrong).map(([, message]) => message);
  });
}
