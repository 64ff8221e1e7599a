import { Controller } from '@nestjs/common';
import { passkeyRoutes } from '@gatehouse/contracts/identity/passkeys';
import { AppError } from '../../../../kernel/error.js';
import { type Input, Route } from '../../../../platform/http/route.decorator.js';
import { SessionCookies } from '../../sessions/session-cookies.js';
import { PasskeySignInService } from '../../sign-in/passkey-sign-in.service.js';
import { SigningAccountsRepository } from '../../sign-in/signing-accounts.repository.js';
import { EnrolmentService } from '../enrolment.service.js';
import { PasskeyRemovalService } from './passkey-removal.service.js';
import { PasskeysService } from './passkeys.service.js';

@Controller()
export class PasskeysController {
  constructor(
    private readonly passkeys: PasskeysService,
    private readonly removal: PasskeyRemovalService,
    private readonly signIns: PasskeySignInService,
    private readonly enrolment: EnrolmentService,
    private readonly accounts: SigningAccountsRepository,
    private readonly cookies: SessionCookies,
  ) {}

  @Route(passkeyRoutes.list)
  async list({ caller }: Input<typeof passkeyRoutes.list>) {
    return {
      data: await this.passkeys.list(caller),
      page: { nextCursor: null, hasMore: false },
    };
  }

  @Route(passkeyRoutes.beginRegistration)
  async beginRegistration({ caller }: Input<typeof passkeyRoutes.beginRegistration>) {
    const account = await this.accounts.findAccount(caller.userId);
    if (!account) throw new AppError('unauthenticated');
    return this.passkeys.begin(caller, account.email);
  }

  @Route(passkeyRoutes.register)
  async register(input: Input<typeof passkeyRoutes.register>) {
    const { caller, body, reply } = input;
    const { passkey, ...enrolled } = await this.passkeys.register(
      caller,
      body.name,
      body.credential,
      this.cookies.clientOf(input, body.delivery),
    );
    const answer = { passkey, ...(await this.enrolment.answer(caller, enrolled)) };
    return this.cookies.deliver(answer, body.delivery, reply);
  }

  @Route(passkeyRoutes.rename)
  rename({ caller, params, body }: Input<typeof passkeyRoutes.rename>) {
    return this.passkeys.rename(caller, params.id, body.name);
  }

  @Route(passkeyRoutes.remove)
  remove({ caller, params }: Input<typeof passkeyRoutes.remove>) {
    return this.removal.remove(caller, params.id);
  }

  @Route(passkeyRoutes.beginSignIn)
  beginSignIn() {
    return this.signIns.begin();
  }

  @Route(passkeyRoutes.signIn)
  async signIn(input: Input<typeof passkeyRoutes.signIn>) {
    const { body, reply } = input;
    const client = this.cookies.clientOf(input, body.delivery);
    const answer = await this.signIns.finish(body.credential, client);
    return this.cookies.deliver(answer, body.delivery, reply);
  }
}
