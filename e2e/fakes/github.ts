import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** What GitHub's API says of one account. */
export interface GithubAccount {
  readonly id: number;
  readonly login: string;
  readonly name: string | null;
  readonly emails: readonly {
    readonly email: string;
    readonly primary: boolean;
    readonly verified: boolean;
    readonly visibility: 'public' | 'private' | null;
  }[];
}

/**
 * GitHub in its wire format, as an Enterprise Server has it: the API below `/api/v3`. Errors of the
 * token endpoint come with status 200, and `iss` is `<address>/login/oauth`.
 */
export class FakeGithub {
  readonly clientId = 'Iv1.0123456789abcdef';
  readonly clientSecret = 'a secret of forty letters in hexadecimal';
  /** Who signs in next. */
  account: GithubAccount | undefined;
  private readonly challenges = new Map<string, string>();
  private readonly tokens = new Set<string>();
  private readonly server = createServer((request, response) => void this.serve(request, response));

  constructor(private readonly port: number) {}

  get url(): string {
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

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    if (url.pathname === '/login/oauth/authorize') this.authorize(url, response);
    else if (url.pathname === '/login/oauth/access_token')
      this.exchange(new URLSearchParams(await text(request)), response);
    else this.answerApi(url, request, response);
  }

  private authorize({ searchParams: asked }: URL, response: ServerResponse): void {
    const code = randomUUID().replaceAll('-', '').slice(0, 20);
    this.challenges.set(code, asked.get('code_challenge') ?? '');
    const back = new URL(asked.get('redirect_uri') ?? '');
    back.searchParams.set('code', code);
    back.searchParams.set('iss', `${this.url}/login/oauth`);
    back.searchParams.set('state', asked.get('state') ?? '');
    response.writeHead(302, { location: back.href }).end();
  }

  private exchange(sent: URLSearchParams, response: ServerResponse): void {
    const code = sent.get('code') ?? '';
    const verifier = sent.get('code_verifier') ?? '';
    const expected = createHash('sha256').update(verifier).digest('base64url');
    const right =
      sent.get('client_id') === this.clientId &&
      sent.get('client_secret') === this.clientSecret &&
      this.challenges.get(code) === expected;
    this.challenges.delete(code);
    if (!right)
      return json(response, 200, {
        error: 'bad_verification_code',
        error_description: 'The code passed is incorrect or expired.',
        error_uri: 'https://docs.github.com/apps/troubleshooting',
      });
    const token = `gho_${randomUUID()}`;
    this.tokens.add(token);
    json(response, 200, {
      access_token: token,
      scope: 'read:user,user:email',
      token_type: 'bearer',
    });
  }

  private answerApi({ pathname }: URL, request: IncomingMessage, response: ServerResponse): void {
    const { authorization = '', 'user-agent': agent } = request.headers;
    if (agent === undefined) return json(response, 403, { message: 'User-Agent header required' });
    if (!this.account || !this.tokens.has(authorization.replace(/^Bearer /, '')))
      return json(response, 401, { message: 'Bad credentials', status: '401' });
    const { emails, ...user } = this.account;
    if (pathname === '/api/v3/user')
      return json(response, 200, { ...user, email: 'never@believe.this', type: 'User' });
    if (pathname === '/api/v3/user/emails') return json(response, 200, emails);
    json(response, 404, { message: 'Not Found', status: '404' });
  }
}

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(body));
};
