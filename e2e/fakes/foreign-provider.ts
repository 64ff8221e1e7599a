import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type AccountClaims, Provider } from 'oidc-provider';

export interface ForeignProviderOptions {
  readonly port: number;
  /** Where it sends browsers back to. */
  readonly redirectUri: string;
  /** What it says of people, by the name that they sign in with. */
  readonly people: Readonly<Record<string, Omit<AccountClaims, 'sub'>>>;
  readonly tokenAuthentication?: 'client_secret_basic' | 'client_secret_post';
}

/** A real OpenID provider of somebody else, which asks for a name and believes it. */
export interface ForeignProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  stop(): Promise<void>;
}

/** Of whatever it hands out, in seconds. */
const life = 600;

const clientId = 'gatehouse';
const clientSecret = 'a secret between the two of us';

/** Starts the npm package `oidc-provider`. */
export const startForeignProvider = async (
  options: ForeignProviderOptions,
): Promise<ForeignProvider> => {
  const issuer = `http://localhost:${options.port}`;
  const provider = newProvider(issuer, options);
  const answer = provider.callback();
  const server: Server = createServer((request, response) => {
    const asks = request.url?.startsWith('/interaction/') ?? false;
    void (asks ? interact(provider, request, response) : answer(request, response));
  });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { issuer, clientId, clientSecret, stop };
};

const newProvider = (issuer: string, options: ForeignProviderOptions): Provider => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const scope = 'openid email profile';
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [options.redirectUri],
        token_endpoint_auth_method: options.tokenAuthentication ?? 'client_secret_basic',
      },
    ],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'given_name', 'family_name'],
    },
    cookies: { keys: ['only for tests'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, ...options.people[sub] }),
    }),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' }] },
    // Nobody is asked what may be told.
    loadExistingGrant: async ({ oidc }) => {
      const accountId = oidc.session?.accountId ?? '';
      const grant = new provider.Grant({ clientId, accountId });
      grant.addOIDCScope(scope);
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
    ttl: { AccessToken: life, Grant: life, IdToken: life, Interaction: life, Session: life },
  });
  return provider;
};

const page = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Elsewhere</title><h1>Sign in elsewhere</h1>
<form method="post"><label>Name <input name="login"></label> <button>Sign in</button></form>`;

const interact = async (
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html').end(page);
    return;
  }
  const accountId = new URLSearchParams(await text(request)).get('login') ?? '';
  await provider.interactionFinished(request, response, { login: { accountId } });
};
