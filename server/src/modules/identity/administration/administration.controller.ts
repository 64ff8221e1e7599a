import { Controller } from '@nestjs/common';
import { administrationRoutes } from '@gatehouse/contracts/identity/administration';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { SignInMeansService } from '../sign-in-means/sign-in-means.service.js';
import { BulkService } from './bulk.service.js';
import { FactorResetsService } from './factor-resets.service.js';
import { MemberKeysService } from './member-keys.service.js';
import { MemberSessionsService } from './member-sessions.service.js';
import { PasswordResetsService } from './password-resets.service.js';

@Controller()
export class AdministrationController {
  constructor(
    private readonly passwords: PasswordResetsService,
    private readonly factors: FactorResetsService,
    private readonly sessions: MemberSessionsService,
    private readonly means: SignInMeansService,
    private readonly keys: MemberKeysService,
    private readonly people: BulkService,
  ) {}

  @Route(administrationRoutes.resetPassword)
  resetPassword({ caller, params }: Input<typeof administrationRoutes.resetPassword>) {
    return this.passwords.force(caller, params.id);
  }

  @Route(administrationRoutes.resetFactors)
  resetFactors({ caller, params, body }: Input<typeof administrationRoutes.resetFactors>) {
    return this.factors.reset(caller, params.id, body.reason);
  }

  @Route(administrationRoutes.listSessions)
  listSessions({ caller, params, query }: Input<typeof administrationRoutes.listSessions>) {
    return this.sessions.list(caller, params.id, query);
  }

  @Route(administrationRoutes.getSignInMeans)
  getSignInMeans({ caller, params }: Input<typeof administrationRoutes.getSignInMeans>) {
    return this.means.getOfMember(caller, params.id);
  }

  @Route(administrationRoutes.listKeys)
  listKeys({ caller, params, query }: Input<typeof administrationRoutes.listKeys>) {
    return this.keys.list(caller, params.id, query);
  }

  @Route(administrationRoutes.revokeKey)
  revokeKey({ caller, params }: Input<typeof administrationRoutes.revokeKey>) {
    return this.keys.revoke(caller, params.id, params.keyId);
  }

  @Route(administrationRoutes.endSessions)
  endSessions({ caller, params }: Input<typeof administrationRoutes.endSessions>) {
    return this.sessions.endAll(caller, params.id);
  }

  @Route(administrationRoutes.endSession)
  endSession({ caller, params }: Input<typeof administrationRoutes.endSession>) {
    return this.sessions.end(caller, params.id, params.sessionId);
  }

  @Route(administrationRoutes.bulk)
  async bulk({ caller, body }: Input<typeof administrationRoutes.bulk>) {
    return { outcomes: await this.people.run(caller, body.action, body.userIds) };
  }
}
