import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

type Claims = Readonly<Record<string, unknown>>;

const encoded = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Google in its wire format: all claims in the ID token, signed with RS256, and more in the answer than was asked for. */
export class FakeGoogle {
  readonly clientId = '1234567890-abc.apps.googleusercontent.com';
  readonly clientSecret = 'GOCSPX-a_secret_of_googles_form';
  /** What the next ID token says, over what Google says of everybody. */
  claims: Claims = {};
  /** Signs the next ID token with a key that is not published. */
  forged = false;
  /** What its discovery document says, over what Google's does. */
  metadata: Claims = {};
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly otherKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly nonces = new Map<string, string>();
  private readonly server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', this.issuer);
    if (url.pathname === '/.well-known/openid-configuration') json(response, this.document());
    else if (url.pathname === '/o/oauth2/v2/auth') this.authorize(url, response);
    else if (url.pathname === '/oauth2/v3/certs') json(response, this.certificates());
    else
      void text(request).then((body) =>
        json(response, this.exchange(new URLSearchParams(body).get('code') ?? '')),
      );
  });

  constructor(private readonly port: number) {}

  get issuer(): string {
    return `http://localhost:${this.port}`;
  }

  async start(): Promise<void> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private document(): unknown {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/o/oauth2/v2/auth`,
      token_endpoint: `${this.issuer}/token`,
      userinfo_endpoint: `${this.issuer}/v1/userinfo`,
      jwks_uri: `${this.issuer}/oauth2/v3/certs`,
      response_types_supported: ['code', 'token', 'id_token', 'code id_token', 'none'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'email', 'profile'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      code_challenge_methods_supported: ['plain', 'S256'],
      ...this.metadata,
    };
  }

  private certificates(): unknown {
    const jwk = this.keys.publicKey.export({ format: 'jwk' });
    return { keys: [{ ...jwk, kid: 'one', use: 'sig', alg: 'RS256' }] };
  }

  private authorize({ searchParams: asked }: URL, response: ServerResponse): void {
    const code = `4/${randomUUID()}`;
    this.nonces.set(code, asked.get('nonce') ?? '');
    const back = new URL(asked.get('redirect_uri') ?? '');
    const answer = {
      state: asked.get('state') ?? '',
      code,
      scope: 'email profile openid https://www.googleapis.com/auth/userinfo.email',
      authuser: '0',
      prompt: 'none',
    };
    back.search = new URLSearchParams(answer).toString();
    response.writeHead(302, { location: back.href }).end();
  }

  private exchange(code: string): unknown {
    return {
      access_token: `ya29.${randomUUID()}`,
      expires_in: 3599,
      scope: 'openid https://www.googleapis.com/auth/userinfo.email',
      token_type: 'Bearer',
      id_token: this.idToken(this.nonces.get(code) ?? ''),
    };
  }

  private idToken(nonce: string): string {
    const now = Math.floor(Date.now() / 1000);
    const header = { alg: 'RS256', kid: 'one', typ: 'JWT' };
    const claims = {
      iss: this.issuer,
      azp: this.clientId,
      aud: this.clientId,
      sub: '110169484474386276334',
      email: 'ada@gmail.test',
      email_verified: true,
      name: 'Ada Lovelace',
      picture: 'https://lh3.googleusercontent.com/a/x',
      given_name: 'Ada',
      family_name: 'Lovelace',
      nonce,
      iat: now,
      exp: now + 3599,
      ...this.claims,
    };
    const signed = `${encoded(header)}.${encoded(claims)}`;
    const { privateKey } = this.forged ? this.otherKeys : this.keys;
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
  }
}

const json = (response: ServerResponse, body: unknown): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
