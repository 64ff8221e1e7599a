import { execFileSync } from 'node:child_process';
import { generateSync } from 'otplib';
import { expect } from 'vitest';
import { checkAnswer } from './contract-check.js';
import { findProgram } from '../../server/test/harness/servers/program.js';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

export interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly links: string[];
}

export interface CallOptions {
  readonly body?: unknown;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Long enough for an account with one factor. */
export const password = 'a long enough passphrase 7';

const hasOathtool = findProgram('oathtool') !== null;

/**
 * The code that an authenticator app shows, from an implementation that is not ours; where the
 * machine hasn't got that one, from the server's own library.
 * @param time in seconds since 1970; now, when left out.
 */
export const totp = (secret: string, time = Math.floor(Date.now() / 1000)): string =>
  hasOathtool
    ? execFileSync('oathtool', ['--totp', '-b', `--now=@${time}`, secret])
        .toString()
        .trim()
    : generateSync({ secret, epoch: time });

/** Asks again while the server has too much to do. */
export const untilServed = async (ask: () => Promise<Answer>): Promise<Answer> => {
  let answer = await ask();
  for (let again = 0; answer.status === 503 && again < 50; again += 1) answer = await ask();
  return answer;
};

export const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

export const statuses = (answers: readonly Answer[]): number[] =>
  answers.map((answer) => answer.status);

const tokenOf = (link: string): string => new URL(link).searchParams.get('token') ?? '';

const tokensIn = ({ body }: Answer): Tokens => ({
  access: String(body.accessToken),
  refresh: String(body.refreshToken),
});

const isNotification = ({ text }: Mail): boolean => text.includes('/notification-settings');

/** What people and programs do over HTTP, as a foreign client does it. */
export class Api {
  constructor(readonly url: string) {}

  async call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const { body, token, headers } = options;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : {},
    };
    // A redirect may have led on to another route.
    if (isJson && !response.redirected) checkAnswer(method, path, answer.status, answer.body);
    return answer;
  }

  /** Mails to somebody, newest first, without notifications: those come when they come. */
  async mailsFor(email: string): Promise<Mail[]> {
    return (await this.messagesTo(email)).filter((mail) => !isNotification(mail));
  }

  /** Notifications that somebody was sent, newest first. */
  async notificationsFor(recipient: string): Promise<Mail[]> {
    return (await this.messagesTo(recipient)).filter(isNotification);
  }

  private async messagesTo(recipient: string): Promise<Mail[]> {
    const path = `/api/v1/dev/mailbox?to=${encodeURIComponent(recipient)}`;
    return (await this.call('GET', path)).body.data as Mail[];
  }

  /** The token in the newest mail to somebody that asks to do something; alarms come when they come. */
  async linkFor(email: string): Promise<string> {
    const mails = await this.mailsFor(email);
    const links = mails.flatMap((mail) => mail.links).filter((link) => !link.includes('/not-me?'));
    return tokenOf(links[0] ?? '');
  }

  /** Waits for the mail with a subject. @returns the token of its first link; of an alarm, that is "This wasn't me". */
  async linkIn(email: string, subject: string): Promise<string> {
    let mail: Mail | undefined;
    await expect
      .poll(async () => {
        const mails = await this.mailsFor(email);
        return (mail = mails.find((candidate) => candidate.subject === subject));
      })
      .toBeDefined();
    return tokenOf(mail?.links[0] ?? '');
  }

  /** Waits for the mail with a subject. @returns the token of its link "This wasn't me". */
  async reportLinkIn(email: string, subject: string): Promise<string> {
    await this.linkIn(email, subject);
    const mail = (await this.mailsFor(email)).find((candidate) => candidate.subject === subject);
    return tokenOf(mail?.links.find((link) => link.includes('/not-me?')) ?? '');
  }

  /** The six digits in the newest message to somebody, beside those of links. */
  async codeFor(recipient: string): Promise<string> {
    const texts = (await this.mailsFor(recipient)).map(({ text }) =>
      text.replaceAll(/https?:\S+/g, ''),
    );
    return texts.map((text) => /\b\d{6}\b/.exec(text)?.[0]).find(Boolean) ?? '';
  }

  /** Asks for an account, without confirming it. */
  apply(email: string): Promise<Answer> {
    const body = { email, password, firstName: 'Ada', lastName: 'Byron' };
    return this.call('POST', '/auth/register', { body });
  }

  async register(email: string): Promise<void> {
    expect((await this.apply(email)).status).toBe(202);
    const token = await this.linkFor(email);
    expect((await this.call('POST', '/auth/verify-email', { body: { token } })).status).toBe(204);
  }

  signIn(email: string, secret = password): Promise<Answer> {
    return this.call('POST', '/auth/login', { body: { email, password: secret } });
  }

  /** A sign-in that waits for its second factor. */
  async challengeOf(email: string): Promise<string> {
    const answer = await untilServed(() => this.signIn(email));
    expect(answer.status).toBe(200);
    return String(answer.body.tempToken);
  }

  async tokensOf(email: string): Promise<Tokens> {
    return tokensIn(await this.signIn(email));
  }

  async newPerson(email: string): Promise<Tokens> {
    await this.register(email);
    return this.tokensOf(email);
  }

  validate(token: string): Promise<Answer> {
    return this.call('GET', '/auth/validate', { token });
  }

  /** Sets somebody's picture; its bytes in Base64. */
  async addPicture(token: string): Promise<string> {
    const picture =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const response = await fetch(`${this.url}/api/v1/auth/picture`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'image/png' },
      body: Buffer.from(picture, 'base64'),
    });
    expect(response.status).toBe(200);
    return picture;
  }

  refresh(refreshToken: string): Promise<Answer> {
    return this.call('POST', '/auth/refresh', { body: { refreshToken } });
  }

  /** Turns the authenticator app on, which begins a new session. */
  async turnOnTotp(access: string): Promise<Tokens & { secret: string; backupCodes: string[] }> {
    const { body } = await this.call('POST', '/auth/2fa/totp/setup', { token: access });
    const secret = String(body.secret);
    const enabled = await this.call('POST', '/auth/2fa/totp/enable', {
      token: access,
      body: { code: totp(secret) },
    });
    expect(enabled.status).toBe(200);
    return { ...tokensIn(enabled), secret, backupCodes: enabled.body.backupCodes as string[] };
  }

  /** The first owner, whose second factor is not on yet. */
  async setUp(setupUrl: string, email: string): Promise<Tokens> {
    const token = new URL(setupUrl).searchParams.get('token');
    const person = { email, password, firstName: 'Ada', lastName: 'Lovelace' };
    const body = { token, organization: 'Northwind', ...person };
    expect((await this.call('POST', '/setup', { body })).status).toBe(201);
    return this.tokensOf(email);
  }

  /** Adds a person to the organization, who then chooses a password. */
  async add(owner: string, email: string, role: string): Promise<Tokens & { id: string }> {
    const person = { email, firstName: 'Grace', lastName: 'Hopper', role };
    const added = await this.call('POST', '/users', { token: owner, body: person });
    expect(added.status).toBe(201);
    const body = { token: await this.linkFor(email), newPassword: password };
    expect((await this.call('POST', '/auth/password/reset', { body })).status).toBe(204);
    return { id: String(added.body.id), ...(await this.tokensOf(email)) };
  }
}
