import { Injectable } from '@nestjs/common';
import { type EventContract, events } from '@gatehouse/contracts/events';
import type { RouteBody } from '@gatehouse/contracts/route';
import type { WebhookEndpoint, webhookRoutes } from '@gatehouse/contracts/webhooks';
import { after, Clock, hours } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { changesOf } from './endpoint-changes.js';
import { EndpointPolicy } from './endpoint-policy.js';
import { EndpointSecrets } from './endpoint-secrets.js';
import { EndpointsRepository } from './endpoints.repository.js';
import type { EndpointRow } from './endpoints.table.js';

export type EndpointWithSecret = WebhookEndpoint & { readonly secret: string };
type EndpointEvent = EventContract<typeof events.webhookCreated.data>;
/** Adds the event of a change, in its transaction. */
type Tell = (tx: Transaction, row: EndpointRow) => Promise<void>;

/** The webhook endpoints of an organization. */
@Injectable()
export class EndpointsService {
  constructor(
    private readonly repository: EndpointsRepository,
    private readonly policy: EndpointPolicy,
    private readonly secrets: EndpointSecrets,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, limit: number, cursor?: string): Promise<Page<WebhookEndpoint>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    const { connection } = this.database;
    const rows = await this.repository.list(connection, organizationOf(caller), limit, before);
    return toPage(rows, limit, (row) => row.id, toEndpoint);
  }

  /** @throws AppError `not_found` */
  async get(caller: Caller, id: string): Promise<EndpointRow> {
    const row = await this.repository.find(this.database.connection, organizationOf(caller), id);
    if (!row) throw new AppError('not_found');
    return row;
  }

  /**
   * One that the caller may change, and may see what was sent to.
   * @throws AppError `not_found`, `forbidden`
   */
  async getManaged(caller: Caller, id: string): Promise<EndpointRow> {
    const row = await this.get(caller, id);
    requireStaff(caller, row);
    return row;
  }

  /** @throws AppError `address_not_allowed`, `unknown_event_type`, `forbidden` */
  async create(
    caller: Caller,
    wish: RouteBody<typeof webhookRoutes.create>,
  ): Promise<EndpointWithSecret> {
    this.policy.check(wish);
    requireStaff(caller, wish);
    const id = newId();
    const secret = this.secrets.create();
    const now = this.clock.now();
    const row: EndpointRow = {
      id,
      organizationId: organizationOf(caller),
      ...wish,
      status: 'enabled',
      disabledReason: null,
      secret: this.secrets.seal(secret, id),
      previousSecret: null,
      previousUntil: null,
      ...this.secrets.createPair(id),
      failingSince: null,
      createdAt: now,
      updatedAt: now,
    };
    await this.database.transaction(async (tx) => {
      await this.repository.insert(tx, row);
      await this.tell(tx, events.webhookCreated, row);
    });
    return { ...toEndpoint(row), secret };
  }

  /**
   * One that shall get events of the installation no more also loses what it was sent of them: from
   * now on whoever manages webhooks may read its log.
   * @throws AppError `not_found`, `address_not_allowed`, `unknown_event_type`, `precondition_failed`, `forbidden`
   */
  async update(
    caller: Caller,
    id: string,
    change: RouteBody<typeof webhookRoutes.update>,
    unchangedSince?: Date,
  ): Promise<EndpointRow> {
    this.policy.check(change);
    requireStaff(caller, change);
    const before = await this.getManaged(caller, id);
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    const tell: Tell = async (tx, row) => {
      const told = { ...factsOf(row), changes: changesOf(before, row) };
      await this.events.add(tx, events.webhookUpdated, told, aboutOf(row));
    };
    return this.change(caller, id, Object.fromEntries(given), tell, unchangedSince);
  }

  /** @throws AppError `not_found`, `forbidden` */
  async pause(caller: Caller, id: string): Promise<EndpointRow> {
    await this.getManaged(caller, id);
    return this.change(caller, id, { status: 'paused' }, this.telling(events.webhookPaused));
  }

  /**
   * Also of one that was switched off; it then has five days to work.
   * @throws AppError `not_found`, `forbidden`
   */
  async resume(caller: Caller, id: string): Promise<EndpointRow> {
    await this.getManaged(caller, id);
    const resumed = { status: 'enabled', disabledReason: null, failingSince: null } as const;
    return this.change(caller, id, resumed, this.telling(events.webhookResumed));
  }

  /**
   * The pair of keys stays, since nobody else has its private one; who has none gets one.
   * @throws AppError `not_found`, `forbidden`
   */
  async rotateSecret(
    caller: Caller,
    id: string,
    overlapHours: number,
  ): Promise<EndpointWithSecret> {
    const secret = this.secrets.create();
    const present = await this.getManaged(caller, id);
    const change = {
      secret: this.secrets.seal(secret, id),
      previousSecret: this.secrets.retire(present),
      previousUntil: after(this.clock.now(), hours(overlapHours)),
      ...(present.signingKey ? {} : this.secrets.createPair(id)),
    };
    const row = await this.change(caller, id, change, this.telling(events.webhookSecretRotated));
    return { ...toEndpoint(row), secret };
  }

  /** @throws AppError `not_found`, `forbidden` */
  async remove(caller: Caller, id: string): Promise<void> {
    await this.getManaged(caller, id);
    await this.database.transaction(async (tx) => {
      const row = await this.repository.remove(tx, organizationOf(caller), id);
      if (!row) throw new AppError('not_found');
      await this.tell(tx, events.webhookRemoved, row);
    });
  }

  private async change(
    caller: Caller,
    id: string,
    change: Partial<EndpointRow>,
    tell: Tell,
    unchangedSince?: Date,
  ): Promise<EndpointRow> {
    const organizationId = organizationOf(caller);
    const changed = { ...change, updatedAt: this.clock.now() };
    return this.database.transaction(async (tx) => {
      const row = await this.repository.update(tx, organizationId, id, changed, unchangedSince);
      if (!row) throw new AppError(unchangedSince ? 'precondition_failed' : 'not_found');
      if (change.installation === false) await this.repository.removeTold(tx, id);
      await tell(tx, row);
      return row;
    });
  }

  private async tell(tx: Transaction, event: EndpointEvent, row: EndpointRow): Promise<void> {
    await this.events.add(tx, event, factsOf(row), aboutOf(row));
  }

  private telling(event: EndpointEvent): Tell {
    return (tx, row) => this.tell(tx, event, row);
  }
}

const factsOf = ({ id: endpointId, url }: EndpointRow) => ({ endpointId, url });

const aboutOf = ({ id, organizationId }: EndpointRow) => ({
  organizationId,
  subject: `webhook/${id}`,
});

/**
 * What the installation tells is its staff's to send on and to read: others could lead it to an
 * address of theirs, or find it in the log of what was sent.
 * @throws AppError `forbidden`
 */
function requireStaff(
  { permissions }: Caller,
  { installation }: { readonly installation?: boolean | undefined },
): void {
  if (installation && !permissions.has('security:manage'))
    throw new AppError('forbidden', { detail: 'It gets events of the installation.' });
}

/** What the API shows of an endpoint. */
export const toEndpoint = (row: EndpointRow): WebhookEndpoint => ({
  id: row.id,
  url: row.url,
  description: row.description,
  eventTypes: row.eventTypes,
  installation: row.installation,
  status: row.status,
  disabledReason: row.disabledReason,
  publicKey: row.publicKey,
  failingSince: row.failingSince?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});
