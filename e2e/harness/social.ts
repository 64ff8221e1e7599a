import type { ForeignProvider } from '../fakes/foreign-provider.js';
import type { Answer, Api, CallOptions } from './api.js';
import { ForeignBrowser } from './foreign-browser.js';

/** What a provider answered, and the cookie of the browser that began. */
export interface Returned {
  readonly body: Readonly<Record<string, string>>;
  readonly cookie: string;
}

/** Settings of an OpenID provider under a name of the operator's choice. */
export const settingsOf = (
  name: string,
  provider: Pick<ForeignProvider, 'issuer' | 'clientId' | 'clientSecret'>,
): Record<string, string> => ({
  [`GATEHOUSE_OIDC_${name}_ISSUER`]: provider.issuer,
  [`GATEHOUSE_OIDC_${name}_CLIENT_ID`]: provider.clientId,
  [`GATEHOUSE_OIDC_${name}_CLIENT_SECRET`]: provider.clientSecret,
});

const cookieIn = ({ headers }: Answer): string =>
  headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');

/** People who sign in with an account elsewhere. */
export class SocialApi {
  constructor(
    private readonly api: Api,
    private readonly publicUrl: string,
  ) {}

  start(provider: string, token?: string): Promise<Answer> {
    const path = token === undefined ? 'social' : 'connections';
    const options = token === undefined ? {} : { token };
    return this.api.call('POST', `/auth/${path}/${provider}/start`, options);
  }

  /**
   * Goes to the provider and comes back.
   * @param tamper changes the address that the browser is sent to.
   */
  async visit(
    provider: string,
    name: string,
    options: { token?: string; tamper?: (url: URL) => void } = {},
  ): Promise<Returned> {
    const started = await this.start(provider, options.token);
    const url = new URL(String(started.body.authorizationUrl));
    options.tamper?.(url);
    const redirectUri = `${this.publicUrl}/auth/social/${provider}/callback`;
    const back = await new ForeignBrowser().approve(url.href, redirectUri, name);
    return { body: Object.fromEntries(back.searchParams), cookie: cookieIn(started) };
  }

  finish(provider: string, { body, cookie }: Returned): Promise<Answer> {
    const options = { body, headers: { cookie } };
    return this.api.call('POST', `/auth/social/${provider}/finish`, options);
  }

  async signIn(provider: string, name: string): Promise<Answer> {
    return this.finish(provider, await this.visit(provider, name));
  }

  finishLink(provider: string, { body, cookie }: Returned, token: string): Promise<Answer> {
    const options: CallOptions = { body, token, headers: { cookie } };
    return this.api.call('POST', `/auth/connections/${provider}/finish`, options);
  }

  async link(provider: string, name: string, token: string): Promise<Answer> {
    return this.finishLink(provider, await this.visit(provider, name, { token }), token);
  }
}
