import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { worksFor } from '../../platform/config/apps/apps.js';
import { Config } from '../../platform/config/config.js';
import { Dispatcher } from './carriage/dispatcher.js';
import { TextSender } from './carriage/text-sender.js';
import { TellingService } from './notices/telling.service.js';

/** Starts what tells people, in the processes that do so. */
@Injectable()
export class PumpsService implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly telling: TellingService,
    private readonly dispatcher: Dispatcher,
    private readonly texts: TextSender,
  ) {}

  onApplicationBootstrap(): void {
    if (!worksFor(this.config, 'notifications')) return;
    for (const pump of [this.telling, this.dispatcher, this.texts]) pump.start();
  }
}
