import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock, seconds } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { IpBlocksRepository } from './ip-blocks.repository.js';

/** Told at once; the rest at the next turn. */
const mostAtOnce = 500;

/** Tells of blocks that ran out, as those that somebody lifted are told of. */
@Injectable()
export class EndedBlocksJob {
  constructor(
    private readonly repository: IpBlocksRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    jobs: Jobs,
  ) {
    const schedule = { every: seconds(15) };
    jobs.register('security.ended-blocks', () => this.turn(), { schedule });
  }

  /** Tells of each once, however many do this at the same moment. */
  async turn(): Promise<void> {
    await this.database.transaction(async (tx) => {
      const ended = await this.repository.takeEnded(tx, this.clock.now(), mostAtOnce);
      for (const { id: blockId, network, reason } of ended)
        await this.events.add(
          tx,
          events.ipBlockExpired,
          { blockId, network, reason },
          { organizationId: null, actorId: null, subject: `ip_block/${blockId}` },
        );
    });
  }
}
