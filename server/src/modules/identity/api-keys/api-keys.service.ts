import { Injectable } from '@nestjs/common';
import {
  type ApiKey,
  type apiKeyRoutes,
  type ApiKeyUsage,
  usageDays,
} from '@gatehouse/contracts/identity/api-keys';
import { events } from '@gatehouse/contracts/events';
import { type HeldPermission, isGrantable } from '@gatehouse/contracts/permissions';
import type { RouteBody } from '@gatehouse/contracts/route';
import { after, Clock, days, hours } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { hashToken } from '../../../kernel/secret.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { ApplicationPermissionsRepository } from '../application-permissions/application-permissions.repository.js';
import { assertHolds } from '../roles/grants.js';
import { newApiKeySecret } from './api-key-secret.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import type { ApiKeyRow } from './api-keys.table.js';
import { KeyLimitsService } from './limits/key-limits.service.js';

type NewApiKey = RouteBody<typeof apiKeyRoutes.create>;
export type ApiKeyWithSecret = ApiKey & { readonly secret: string };

/** Enough of a secret to know it again, and no help in guessing it. */
const hintOf = (secret: string): string => secret.slice(0, 12);

/** Of a key to which nothing has happened yet. */
const untouched = {
  previousHash: null,
  previousUntil: null,
  rotatedAt: null,
  expiryToldFor: null,
  revokedAt: null,
  lastUsedAt: null,
  version: 1,
} as const;

/** In whose name a key calls, and where. */
export type KeyOwner = Pick<Caller, 'userId' | 'organizationId'>;

/** The API keys of people and of service accounts. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly repository: ApiKeysRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly catalogue: ApplicationPermissionsRepository,
    private readonly limits: KeyLimitsService,
  ) {}

  /** @param organizationId of keys that act there alone. */
  async list(
    { userId }: Pick<KeyOwner, 'userId'>,
    limit: number,
    cursor?: string,
    organizationId?: string,
  ): Promise<Page<ApiKey>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    const { connection } = this.database;
    const rows = await this.repository.list(connection, userId, limit, before, organizationId);
    const now = this.clock.now();
    return toPage(
      rows,
      limit,
      (row) => row.id,
      (row) => toApiKey(row, now),
    );
  }

  /**
   * Makes a key of somebody; whoever calls makes that wait for other new keys of theirs.
   * @param held what they may do.
   * @throws AppError `forbidden` for a scope that the caller or the owner does not hold (attack 25),
   * `validation_failed` beyond what limits keys, `conflict` where there are too many
   */
  async create(
    tx: Transaction,
    caller: Caller,
    { userId, organizationId }: KeyOwner,
    held: ReadonlySet<HeldPermission>,
    wish: NewApiKey,
  ): Promise<ApiKeyWithSecret> {
    this.assertGrantable(caller, held, wish);
    if (organizationId === null) throw new AppError('forbidden');
    const secret = newApiKeySecret(wish.environment);
    const createdAt = this.clock.now();
    this.limits.assertRoom(await this.repository.count(tx, userId));
    const { name, allowedAddresses, requestsPerMinute, expiresInDays } = wish;
    const row: ApiKeyRow = {
      id: newId(),
      userId,
      organizationId,
      name,
      hint: hintOf(secret),
      secretHash: hashToken(secret),
      scopes: [...new Set(wish.scopes)],
      allowedAddresses,
      requestsPerMinute,
      createdAt,
      updatedAt: createdAt,
      issuedBy: issuerOf(caller),
      expiresAt: await this.limits.endOf(tx, organizationId, expiresInDays, createdAt),
      ...untouched,
    };
    await this.catalogue.assertDefined(tx, row.scopes);
    await this.repository.insert(tx, row);
    const created = { userId, apiKeyId: row.id, name, scopes: row.scopes };
    await this.events.add(tx, events.apiKeyCreated, created, { organizationId });
    return { ...toApiKey(row, createdAt), secret };
  }

  private assertGrantable(
    caller: Caller,
    held: ReadonlySet<HeldPermission>,
    { scopes, requestsPerMinute }: NewApiKey,
  ): void {
    this.limits.assertAllowed(requestsPerMinute);
    assertHolds(caller, scopes);
    const missing = scopes.filter((scope) => !held.has(scope)).join(', ');
    if (missing !== '')
      throw new AppError('forbidden', { detail: `Its owner does not hold: ${missing}.` });
  }

  /**
   * A new secret for a key of the caller, or of somebody else of whose scopes the caller holds all:
   * whoever rotates a key gets to use it (attack 25). So the session acts in the key's organization,
   * which has then let it in by a way and with a factor that it accepts.
   * @throws AppError `not_found`, `forbidden`
   */
  async rotate(
    tx: Transaction,
    caller: Caller,
    { userId, organizationId }: KeyOwner,
    id: string,
    overlapHours: number,
  ): Promise<ApiKeyWithSecret> {
    const now = this.clock.now();
    const known = await this.repository.find(tx, userId, id);
    if (!known) throw new AppError('not_found');
    if (known.organizationId !== organizationId)
      throw new AppError('forbidden', {
        detail: 'The key is of another organization: switch to it, then rotate the key.',
      });
    if (caller.userId !== userId) assertHolds(caller, known.scopes.filter(isGrantable));
    const secret = newApiKeySecret(known.hint.startsWith('gh_test_') ? 'test' : 'live');
    const change = {
      secretHash: hashToken(secret),
      hint: hintOf(secret),
      previousUntil: after(now, hours(overlapHours)),
      rotatedAt: now,
      issuedBy: issuerOf(caller),
    };
    const rotated = await this.repository.rotate(tx, userId, id, change);
    if (!rotated) throw new AppError('not_found');
    const facts = { userId, apiKeyId: id, name: rotated.name };
    await this.events.add(tx, events.apiKeyRotated, facts, { organizationId });
    return { ...toApiKey(rotated, now), secret };
  }

  /** How often a key was used in the last 90 days. @throws AppError `not_found` */
  async getUsage({ userId }: KeyOwner, id: string): Promise<ApiKeyUsage> {
    const { connection } = this.database;
    if (!(await this.repository.find(connection, userId, id))) throw new AppError('not_found');
    const since = after(this.clock.now(), -days(usageDays - 1))
      .toISOString()
      .slice(0, 10);
    return { days: await this.repository.listUsage(connection, id, since) };
  }

  /** Makes what else is done to the keys of a person wait for this transaction. */
  async lockOwner(tx: Transaction, { userId }: Pick<KeyOwner, 'userId'>): Promise<void> {
    await this.repository.lockOwner(tx, userId);
  }

  /** Ends the keys whose secret somebody got since a moment in a person's name, also for service accounts. */
  async revokeSince(tx: Transaction, userId: string, since: Date): Promise<void> {
    const now = this.clock.now();
    for (const revoked of await this.repository.revokeSince(tx, userId, since, now)) {
      const { id, userId: ownerId, organizationId, name } = revoked;
      const facts = { userId: ownerId, apiKeyId: id, name, cause: 'account_reported' } as const;
      await this.events.add(tx, events.apiKeyRevoked, facts, { organizationId, actorId: userId });
    }
  }

  /** Ends a key, wherever the caller acts: its organization hears of it. @throws AppError `not_found` */
  async revoke(tx: Transaction, userId: string, id: string): Promise<void> {
    const revoked = await this.repository.revoke(tx, userId, id, this.clock.now());
    if (!revoked) throw new AppError('not_found');
    const facts = { userId, apiKeyId: id, name: revoked.name };
    const { organizationId } = revoked;
    await this.events.add(tx, events.apiKeyRevoked, facts, { organizationId });
  }
}

/** No key makes keys: what is no session is the operator. */
const issuerOf = (caller: Caller): string | null =>
  caller.kind === 'session' ? caller.userId : null;

/** What the API shows of a key. */
export const toApiKey = (row: ApiKeyRow, now: Date): ApiKey => ({
  id: row.id,
  organizationId: row.organizationId,
  name: row.name,
  hint: row.hint,
  scopes: row.scopes.filter(isGrantable),
  allowedAddresses: row.allowedAddresses,
  requestsPerMinute: row.requestsPerMinute,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  rotatedAt: row.rotatedAt?.toISOString() ?? null,
  previousSecretUntil:
    row.previousUntil && row.previousUntil > now ? row.previousUntil.toISOString() : null,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
});
