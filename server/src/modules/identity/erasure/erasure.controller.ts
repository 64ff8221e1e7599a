import { Controller } from '@nestjs/common';
import { erasureRoutes } from '@gatehouse/contracts/identity/erasure';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { SessionCookies } from '../sessions/session-cookies.js';
import { ErasureService } from './erasure.service.js';

@Controller()
export class ErasureController {
  constructor(
    private readonly erasure: ErasureService,
    private readonly cookies: SessionCookies,
  ) {}

  @Route(erasureRoutes.request)
  async request({ caller, reply }: Input<typeof erasureRoutes.request>) {
    const day = await this.erasure.request(caller);
    this.cookies.clear(reply);
    return day;
  }

  @Route(erasureRoutes.cancel)
  cancel({ body }: Input<typeof erasureRoutes.cancel>) {
    return this.erasure.cancel(body.token);
  }
}
