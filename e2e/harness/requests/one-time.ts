import { type Api, password } from '../api.js';

/** The fields of a body that work once; whoever asked for them waited for a mail or a code. */
export type OneTimeFields = () => Promise<Readonly<Record<string, string>>>;

let newcomers = 0;
const newcomer = () => `once${(newcomers += 1)}@example.com`;

/** How to come by a token or a code which the server hands out, for routes that take one. */
export class OneTime {
  /** @param owner token of somebody who may invite. */
  constructor(
    private readonly api: Api,
    private readonly owner: string,
  ) {}

  /** By the name of the route. */
  readonly fields: Readonly<Record<string, OneTimeFields>> = {
    'registration.verifyEmail': async () => {
      const email = newcomer();
      await this.api.apply(email);
      return { token: await this.api.linkFor(email) };
    },
    'signIn.refresh': async () => ({
      refreshToken: (await this.api.tokensOf(await this.registered())).refresh,
    }),
    'signIn.verifySecondFactor': async () => {
      const email = await this.registered();
      const { access } = await this.api.tokensOf(email);
      const [code = ''] = (await this.api.turnOnTotp(access)).backupCodes;
      return { tempToken: await this.api.challengeOf(email), method: 'backup_code', code };
    },
    'passwords.reset': async () => {
      const email = await this.registered();
      const { token } = await this.mailed(email, '/auth/password/forgot', { email });
      return { token, newPassword: `${password} anew` };
    },
    'magicLinks.verify': async () => {
      const email = await this.registered();
      return this.mailed(email, '/auth/magic-link', { email });
    },
    'magicLinks.enterCode': async () => {
      const email = await this.registered();
      const { body } = await this.api.call('POST', '/auth/magic-link', { body: { email } });
      const [mail] = await this.api.mailsFor(email);
      const code = /\b\d{4}[ -]?\d{4}\b/.exec(mail?.text ?? '')?.[0] ?? '';
      return { ticket: String(body.ticket), code };
    },
    'emailChanges.confirm': async () => {
      const newEmail = newcomer();
      const { access } = await this.api.newPerson(newcomer());
      return this.mailed(newEmail, '/auth/email/change', { password, newEmail }, access);
    },
    'erasure.cancel': async () => {
      const email = newcomer();
      const { access } = await this.api.newPerson(email);
      return this.mailed(email, '/auth/account/erase', {}, access);
    },
    'invitations.inspect': () => this.invited(),
    'invitations.register': async () => {
      const person = { firstName: 'New', lastName: 'Comer', password };
      return { ...(await this.invited()), ...person };
    },
  };

  private async registered(): Promise<string> {
    const email = newcomer();
    await this.api.register(email);
    return email;
  }

  private invited() {
    const email = newcomer();
    return this.mailed(email, '/invitations', { email, role: 'EMPLOYEE' }, this.owner);
  }

  /** Asks for a mail to somebody. @returns the token in it. */
  private async mailed(email: string, path: string, body: object, token?: string) {
    await this.api.call('POST', path, { body, ...(token === undefined ? {} : { token }) });
    return { token: await this.api.linkFor(email) };
  }
}
