import { Controller } from '@nestjs/common';
import { erasureRoutes } from '@gatehouse/contracts/identity/erasure';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { ProofsService } from '../sign-in/proofs.service.js';
import { ErasureService } from './erasure.service.js';

@Controller()
export class ErasureController {
  constructor(
    private readonly erasure: ErasureService,
    private readonly proofs: ProofsService,
  ) {}

  @Route(erasureRoutes.request)
  async request({ caller, body }: Input<typeof erasureRoutes.request>) {
    await this.proofs.requirePassword(caller, body.password);
    return this.erasure.request(caller);
  }

  @Route(erasureRoutes.cancel)
  cancel({ body }: Input<typeof erasureRoutes.cancel>) {
    return this.erasure.cancel(body.token);
  }
}
