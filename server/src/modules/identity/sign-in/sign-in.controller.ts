import { Controller } from '@nestjs/common';
import { signInRoutes } from '@gatehouse/contracts/identity/sign-in';
import { AppError } from '../../../kernel/error.js';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { RefreshTokensService } from '../sessions/refresh/refresh-tokens.service.js';
import { SessionCookies } from '../sessions/session-cookies.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { SecondFactorSignInService } from './second-factor-sign-in.service.js';
import { PasswordSignInService } from './password/password-sign-in.service.js';

@Controller()
export class SignInController {
  constructor(
    private readonly signIn: PasswordSignInService,
    private readonly secondFactor: SecondFactorSignInService,
    private readonly sessions: SessionsService,
    private readonly refreshTokens: RefreshTokensService,
    private readonly cookies: SessionCookies,
  ) {}

  @Route(signInRoutes.login)
  async login(input: Input<typeof signInRoutes.login>) {
    const { body, request, reply } = input;
    const client = this.cookies.clientOf(input, body.delivery);
    const deviceToken = body.deviceToken ?? this.cookies.readTrusted(request);
    const answer = await this.signIn.signIn({ ...body, ...client, deviceToken });
    return 'requires2FA' in answer ? answer : this.cookies.deliver(answer, body.delivery, reply);
  }

  @Route(signInRoutes.beginSecondFactor)
  beginSecondFactor({ body }: Input<typeof signInRoutes.beginSecondFactor>) {
    return this.secondFactor.begin(body.tempToken, body.method);
  }

  @Route(signInRoutes.verifySecondFactor)
  async verify(input: Input<typeof signInRoutes.verifySecondFactor>) {
    const { body, reply } = input;
    const client = this.cookies.clientOf(input, body.delivery);
    const answer = await this.secondFactor.finish(body, client);
    return this.cookies.deliver(answer, body.delivery, reply);
  }

  @Route(signInRoutes.refresh)
  async refresh({ body, request, reply }: Input<typeof signInRoutes.refresh>) {
    const cookie = this.cookies.read(request);
    const token = body.refreshToken ?? cookie;
    if (token === undefined) throw new AppError('invalid_refresh_token');
    const { holder, refreshToken } = await this.refreshTokens.refresh(token);
    const pair = await this.sessions.issueTokens(holder, refreshToken);
    return this.cookies.deliver(pair, body.refreshToken === undefined ? 'cookie' : 'body', reply);
  }

  @Route(signInRoutes.logout)
  async logout({ caller, reply }: Input<typeof signInRoutes.logout>) {
    await this.sessions.revoke(caller, caller.sessionId);
    this.cookies.clear(reply);
  }

  @Route(signInRoutes.logoutAll)
  async logoutAll({ caller, reply }: Input<typeof signInRoutes.logoutAll>) {
    await this.sessions.revokeAll(caller);
    this.cookies.clear(reply);
  }

  @Route(signInRoutes.validate)
  validate({ caller }: Input<typeof signInRoutes.validate>) {
    return {
      valid: true as const,
      userId: caller.userId,
      sessionId: caller.sessionId,
      organizationId: caller.organizationId,
      role: caller.role,
      groups: [...caller.groups],
      permissions: [...caller.permissions],
      expiresAt: caller.expiresAt.toISOString(),
    };
  }
}
