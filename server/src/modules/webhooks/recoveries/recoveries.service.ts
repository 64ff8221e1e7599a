import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { RouteBody, RouteQuery } from '@gatehouse/contracts/route';
import type { WebhookRecovery, webhookRoutes } from '@gatehouse/contracts/webhooks';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { requireOn } from '../endpoints/endpoint-policy.js';
import type { EndpointRow } from '../endpoints/endpoints.table.js';
import { EndpointsService } from '../endpoints/endpoints.service.js';
import { RecoveriesJob } from './recoveries.job.js';
import { RecoveriesRepository, type Recovery } from './recoveries.repository.js';
import type { RecoveryRow } from './recoveries.table.js';

/** Has failed deliveries sent again, and tells how far that has got. */
@Injectable()
export class RecoveriesService {
  constructor(
    private readonly repository: RecoveriesRepository,
    private readonly endpoints: EndpointsService,
    private readonly job: RecoveriesJob,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `not_found`, `forbidden`, `conflict` while the endpoint is switched off */
  async start(
    caller: Caller,
    endpointId: string,
    wish: RouteBody<typeof webhookRoutes.recover>,
  ): Promise<WebhookRecovery> {
    const endpoint = await this.endpoints.getManaged(caller, endpointId);
    requireOn(endpoint);
    const createdAt = this.clock.now();
    const [since, until] = [new Date(wish.since), new Date(wish.until ?? createdAt)];
    const row = { id: newId(), endpointId, since, until, startedBy: caller.userId, createdAt };
    const recovery = await this.database.transaction(async (tx) => {
      const told = {
        ...factsOf(endpoint),
        recoveryId: row.id,
        since: since.toISOString(),
        until: until.toISOString(),
      };
      await this.events.add(tx, events.webhookRecoveryStarted, told, aboutOf(endpoint));
      return this.repository.insert(tx, row);
    });
    await this.job.begin();
    return toRecovery(recovery);
  }

  /** @throws AppError `not_found`, `forbidden` */
  async get(caller: Caller, id: string): Promise<WebhookRecovery> {
    return toRecovery((await this.find(caller, id)).recovery);
  }

  /** @throws AppError `not_found`, `forbidden` */
  async list(
    caller: Caller,
    endpointId: string,
    { limit, cursor }: RouteQuery<typeof webhookRoutes.recoveries>,
  ): Promise<Page<WebhookRecovery>> {
    await this.endpoints.getManaged(caller, endpointId);
    const before = cursor === undefined ? null : decodeCursor(cursor, idCursor);
    const { connection } = this.database;
    const rows = await this.repository.list(connection, endpointId, before, limit + 1);
    return toPage(rows, limit, ({ id }) => id, toRecovery);
  }

  /** Of one that is over already nothing changes. @throws AppError `not_found`, `forbidden` */
  async cancel(caller: Caller, id: string): Promise<WebhookRecovery> {
    const { endpoint } = await this.find(caller, id);
    const now = this.clock.now();
    const cancelled = await this.database.transaction(async (tx) => {
      const row = await this.repository.cancel(tx, id, now);
      if (!row) return null;
      const told = { ...factsOf(endpoint), recoveryId: id };
      await this.events.add(tx, events.webhookRecoveryCancelled, told, aboutOf(endpoint));
      return row;
    });
    return cancelled ? toRecovery(cancelled) : this.get(caller, id);
  }

  private async find(caller: Caller, id: string): Promise<Recovery> {
    const found = await this.repository.find(this.database.connection, organizationOf(caller), id);
    if (!found) throw new AppError('not_found');
    await this.endpoints.getManaged(caller, found.endpoint.id);
    return found;
  }
}

const factsOf = ({ id: endpointId, url }: EndpointRow) => ({ endpointId, url });

const aboutOf = ({ id, organizationId }: EndpointRow) => ({
  organizationId,
  subject: `webhook/${id}`,
});

const toRecovery = ({ position: _position, ...row }: RecoveryRow): WebhookRecovery => ({
  ...row,
  since: row.since.toISOString(),
  until: row.until.toISOString(),
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
});
