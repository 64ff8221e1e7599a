import * as openid from 'openid-client';
import type { AuthorizationResponse } from '@gatehouse/contracts/identity/social';
import { z } from 'zod';
import type { SocialProviderSettings } from '../../../../platform/config/social-providers.js';
import type { Logger } from '../../../../platform/telemetry/logger.js';
import { RepeatedWarnings } from '../../../../platform/telemetry/warnings/repeated-warnings.js';
import { foreignIdentity } from './foreign-identity.js';
import { answerUrl } from './openid-provider.js';
import { fetchFromProvider, providerTimeout, withProvider } from './provider-http.js';
import type {
  FlowSecrets,
  ForeignIdentity,
  ProviderRules,
  SocialProvider,
} from './social-provider.js';

const githubUser = z.object({ id: z.number().int(), name: z.string().nullish() });
const githubEmails = z.array(
  z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }),
);

/** GitHub, which speaks OAuth 2: who somebody is stands at its API and in no signed token. */
export class GithubProvider implements SocialProvider {
  readonly id: string;
  readonly label: string;
  readonly rules: ProviderRules;
  private readonly warnings: RepeatedWarnings;
  private readonly configuration: openid.Configuration;
  private readonly api: string;

  constructor(
    settings: SocialProviderSettings,
    private readonly redirectUri: string,
    logger: Logger,
  ) {
    this.id = settings.id;
    this.warnings = new RepeatedWarnings(logger);
    this.label = settings.label;
    this.rules = settings;
    const url = settings.issuer.replace(/\/+$/, '');
    this.api = url === 'https://github.com' ? 'https://api.github.com' : `${url}/api/v3`;
    this.configuration = configurationOf(url, settings);
  }

  async authorizationUrl({ state, codeVerifier }: FlowSecrets): Promise<string> {
    const url = openid.buildAuthorizationUrl(this.configuration, {
      redirect_uri: this.redirectUri,
      scope: 'read:user user:email',
      code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      state,
    });
    return url.href;
  }

  async identify(response: AuthorizationResponse, flow: FlowSecrets): Promise<ForeignIdentity> {
    const work = {
      provider: this.id,
      warnings: this.warnings,
      failure: 'provider_sign_in_failed',
    } as const;
    return withProvider(work, async () => {
      const answered = answerUrl(this.redirectUri, response);
      const { access_token: token } = await openid.authorizationCodeGrant(
        this.configuration,
        answered,
        { pkceCodeVerifier: flow.codeVerifier, expectedState: flow.state },
      );
      const user = await this.read('/user', token, githubUser);
      const emails = await this.read('/user/emails', token, githubEmails);
      // An address that is not the primary one may be somebody else's by now.
      const primary = emails.find((address) => address.primary);
      return foreignIdentity(this.configuration.serverMetadata().issuer, String(user.id), {
        email: primary?.email,
        emailVerified: primary?.verified,
        name: user.name,
      });
    });
  }

  private async read<T>(path: string, token: string, shape: z.ZodType<T>): Promise<T> {
    const headers = new Headers({
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    });
    const url = new URL(this.api + path);
    const response = await openid.fetchProtectedResource(
      this.configuration,
      token,
      url,
      'GET',
      undefined,
      headers,
    );
    if (!response.ok) throw new TypeError(`${path} answered ${response.status}`);
    return shape.parse(await response.json());
  }
}

function configurationOf(
  url: string,
  { clientId, clientSecret }: SocialProviderSettings,
): openid.Configuration {
  const configuration = new openid.Configuration(
    {
      // What GitHub sends as `iss` (RFC 9207).
      issuer: `${url}/login/oauth`,
      authorization_endpoint: `${url}/login/oauth/authorize`,
      token_endpoint: `${url}/login/oauth/access_token`,
    },
    clientId,
    undefined,
    openid.ClientSecretPost(clientSecret),
  );
  configuration.timeout = providerTimeout;
  configuration[openid.customFetch] = fetchFromProvider;
  if (!url.startsWith('https://')) openid.allowInsecureRequests(configuration);
  return configuration;
}
