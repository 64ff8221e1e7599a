import * as openid from 'openid-client';
import type { AuthorizationResponse } from '@gatehouse/contracts/identity/social';
import { type Clock, hours } from '../../../../kernel/clock.js';
import type { SocialProviderSettings } from '../../../../platform/config/social-providers.js';
import type { Logger } from '../../../../platform/telemetry/logger.js';
import { RepeatedWarnings } from '../../../../platform/telemetry/warnings/repeated-warnings.js';
import { foreignIdentity } from './foreign-identity.js';
import {
  fetchFromProvider,
  providerTimeout,
  type ProviderWork,
  withProvider,
} from './provider-http.js';
import type {
  FlowSecrets,
  ForeignIdentity,
  ProviderRules,
  SocialProvider,
} from './social-provider.js';

/** How long what discovery found is taken for true. */
const discoveryLife = hours(1);

/** Any provider of OpenID Connect, found by discovery: code flow with PKCE, nonce and `iss`. */
export class OpenIdProvider implements SocialProvider {
  readonly id: string;
  readonly label: string;
  readonly rules: ProviderRules;
  private readonly warnings: RepeatedWarnings;
  private found: { readonly until: number; readonly value: openid.Configuration } | undefined;

  constructor(
    private readonly settings: SocialProviderSettings,
    private readonly redirectUri: string,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    this.id = settings.id;
    this.warnings = new RepeatedWarnings(logger);
    this.label = settings.label;
    this.rules = settings;
  }

  async authorizationUrl({ state, nonce, codeVerifier }: FlowSecrets): Promise<string> {
    return withProvider(this.work('provider_unavailable'), async () => {
      const url = openid.buildAuthorizationUrl(await this.discover(), {
        redirect_uri: this.redirectUri,
        scope: this.settings.scopes,
        code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      return url.href;
    });
  }

  async identify(response: AuthorizationResponse, flow: FlowSecrets): Promise<ForeignIdentity> {
    return withProvider(this.work('provider_sign_in_failed'), async () => {
      const configuration = await this.discover();
      const answered = answerUrl(this.redirectUri, response);
      const tokens = await openid.authorizationCodeGrant(configuration, answered, {
        pkceCodeVerifier: flow.codeVerifier,
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new TypeError('no claims');
      const more = await moreAbout(configuration, tokens.access_token, claims);
      return foreignIdentity(claims.iss, claims.sub, {
        email: more.email,
        // Of what the provider says of it, nothing is overruled.
        emailVerified: more.email_verified ?? this.settings.trustsEmail,
        firstName: more.given_name,
        lastName: more.family_name,
        name: more.name,
      });
    });
  }

  private work(failure: ProviderWork['failure']): ProviderWork {
    return { provider: this.id, warnings: this.warnings, failure };
  }

  private async discover(): Promise<openid.Configuration> {
    const now = this.clock.time();
    if (this.found && this.found.until > now) return this.found.value;
    const { issuer, clientId, clientSecret } = this.settings;
    const overTls = issuer.startsWith('https://');
    const value = await openid.discovery(
      new URL(issuer),
      clientId,
      { [openid.clockTolerance]: 30 },
      clientAuthentication(clientSecret),
      {
        timeout: providerTimeout,
        [openid.customFetch]: fetchFromProvider,
        // Code and token come straight over TLS; the signature is checked all the same.
        execute: [
          openid.enableNonRepudiationChecks,
          ...(overTls ? [] : [openid.allowInsecureRequests]),
        ],
      },
    );
    this.found = { until: now + discoveryLife, value };
    return value;
  }
}

/** The address that the browser came back to, as the library wants to see it. */
export function answerUrl(redirectUri: string, { code, state, iss }: AuthorizationResponse): URL {
  const url = new URL(redirectUri);
  const answer = { code, state, ...(iss === undefined ? {} : { iss }) };
  url.search = new URLSearchParams(answer).toString();
  return url;
}

/** As the provider wishes; `client_secret_basic` where it says nothing (OpenID Connect Discovery section 3). */
function clientAuthentication(secret: string): openid.ClientAuth {
  const basic = openid.ClientSecretBasic(secret);
  const post = openid.ClientSecretPost(secret);
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (methods.includes('client_secret_basic') ? basic : post)(server, client, body, headers);
  };
}

/** Many providers tell the address only at their userinfo endpoint. */
async function moreAbout(
  configuration: openid.Configuration,
  accessToken: string,
  claims: openid.IDToken,
): Promise<Record<string, unknown>> {
  const complete = claims.email !== undefined && claims.email_verified !== undefined;
  if (complete || configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
  return { ...claims, ...(await openid.fetchUserInfo(configuration, accessToken, claims.sub)) };
}
