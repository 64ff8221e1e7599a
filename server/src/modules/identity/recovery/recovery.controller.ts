import { Controller } from '@nestjs/common';
import { passwordRoutes } from '@gatehouse/contracts/identity/passwords';
import { recoveryRoutes } from '@gatehouse/contracts/identity/recovery';
import { notBefore } from '../../../kernel/clock.js';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { ProofsService } from '../sign-in/proofs.service.js';
import { RescueService } from './rescue.service.js';
import { RecoveryService } from './recovery.service.js';

/** Time of an answer that must not tell whether an address is known, in milliseconds (attack 8). */
const evenTime = 100;

@Controller()
export class RecoveryController {
  constructor(
    private readonly recovery: RecoveryService,
    private readonly rescue: RescueService,
    private readonly proofs: ProofsService,
  ) {}

  @Route(passwordRoutes.change)
  async change({ caller, body }: Input<typeof passwordRoutes.change>) {
    const provedHash = await this.proofs.requirePassword(caller, body.currentPassword);
    await this.recovery.change({ caller, provedHash }, body.newPassword);
  }

  @Route(passwordRoutes.forgot)
  async forgot({ body }: Input<typeof passwordRoutes.forgot>) {
    await notBefore(evenTime, this.recovery.forgot(body.email));
    return { status: 'mail_sent_if_known' } as const;
  }

  @Route(passwordRoutes.reset)
  reset({ body }: Input<typeof passwordRoutes.reset>) {
    return this.recovery.reset(body.token, body.newPassword);
  }

  @Route(recoveryRoutes.reportNotMe)
  reportNotMe({ body }: Input<typeof recoveryRoutes.reportNotMe>) {
    return this.rescue.report(body.token);
  }
}
