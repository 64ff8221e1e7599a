import { Controller } from '@nestjs/common';
import { preferenceRoutes } from '@gatehouse/contracts/notifications/preferences';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { PreferencesService } from './preferences.service.js';
import { UnsubscribeService } from './unsubscribe.service.js';

@Controller()
export class PreferencesController {
  constructor(
    private readonly preferences: PreferencesService,
    private readonly unsubscribing: UnsubscribeService,
  ) {}

  @Route(preferenceRoutes.get)
  get({ caller }: Input<typeof preferenceRoutes.get>) {
    return this.preferences.get(caller.userId);
  }

  @Route(preferenceRoutes.replace)
  replace({ caller, body }: Input<typeof preferenceRoutes.replace>) {
    return this.preferences.replace(caller.userId, body);
  }

  /** To the same page of this origin, whatever the address says; looking at a link ends nothing. */
  @Route(preferenceRoutes.unsubscribePage)
  unsubscribePage({ query, reply }: Input<typeof preferenceRoutes.unsubscribePage>) {
    void reply.header('location', `/unsubscribe?token=${encodeURIComponent(query.token)}`);
  }

  @Route(preferenceRoutes.unsubscribe)
  unsubscribe({ query }: Input<typeof preferenceRoutes.unsubscribe>) {
    return this.unsubscribing.unsubscribe(query.token);
  }
}
