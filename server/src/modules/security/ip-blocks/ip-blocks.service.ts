import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { RouteBody, RouteQuery } from '@gatehouse/contracts/route';
import type { blockRoutes, IpBlock } from '@gatehouse/contracts/security/blocks';
import { after, Clock, minutes } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { canonicalNetwork } from '../../../platform/http/network.js';
import { UserDirectory } from '../../identity/users/user-directory.port.js';
import { AddressGateService } from './address-gate.service.js';
import { overlap } from './blocklist.js';
import { IpBlocksRepository } from './ip-blocks.repository.js';
import type { IpBlockRow } from './ip-blocks.table.js';

type Query = RouteQuery<typeof blockRoutes.list>;
type Wish = RouteBody<typeof blockRoutes.create>;

/** What the machine calls itself. */
const loopback = ['127.0.0.0/8', '::1/128'];
/** Events of the installation belong to no organization. */
const ofInstallation = { organizationId: null };

/** Blocks that staff make and lift. */
@Injectable()
export class IpBlocksService {
  constructor(
    private readonly repository: IpBlocksRepository,
    private readonly gate: AddressGateService,
    private readonly directory: UserDirectory,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async list({ state, address, limit, cursor }: Query): Promise<Page<IpBlock>> {
    const filter = {
      ended: state === 'ended',
      now: this.clock.now(),
      ...(address !== undefined && { address: canonicalNetwork(address)?.cidr ?? address }),
      ...(cursor !== undefined && { beforeId: decodeCursor(cursor, idCursor) }),
    };
    const rows = await this.repository.list(this.database.connection, filter, limit);
    const names = await this.namesIn(rows);
    return toPage(
      rows,
      limit,
      ({ id }) => id,
      (row) => toBlock(row, names),
    );
  }

  /**
   * Blocks an address or a range; narrower blocks within it end.
   * @param own address of whoever asks.
   * @throws AppError `own_address`, `network_allowed`, `already_blocked`
   */
  async create(wish: Wish, createdBy: string, own: string): Promise<IpBlock> {
    const network = canonicalNetwork(wish.network)?.cidr ?? wish.network;
    this.check(network, wish.confirm, own);
    const row = await this.database.transaction(async (tx) => {
      await this.repository.lock(tx);
      // Not before: whoever had the lock may have ended a block since.
      const now = this.clock.now();
      const block = newBlock(wish, network, createdBy, now);
      for (const old of await this.repository.listOverlapping(tx, network, now))
        await this.replace(tx, old, block);
      await this.repository.insert(tx, block);
      const data = { ...told(block), until: block.endsAt?.toISOString() ?? null, automatic: false };
      await this.events.add(tx, events.ipBlockCreated, data, about(block));
      return block;
    });
    await this.gate.reload();
    return toBlock(row, await this.namesIn([row]));
  }

  /**
   * Lets a block in force end at another time.
   * @param length in minutes from now; null: for good.
   * @throws AppError `not_found`
   */
  async update(id: string, length: number | null, updateReason: string): Promise<IpBlock> {
    const row = await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const before = await this.repository.hold(tx, id, now);
      const endsAt = length === null ? null : after(now, minutes(length));
      const changed = before && (await this.repository.endAt(tx, id, now, endsAt));
      if (!changed) throw new AppError('not_found');
      const data = {
        ...told(changed),
        from: before.endsAt?.toISOString() ?? null,
        until: changed.endsAt?.toISOString() ?? null,
        automatic: changed.automatic,
        updateReason,
      };
      await this.events.add(tx, events.ipBlockUpdated, data, about(changed));
      return changed;
    });
    await this.gate.reload();
    return toBlock(row, await this.namesIn([row]));
  }

  /** @throws AppError `not_found` */
  async lift(id: string, liftedBy: string, liftReason: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await this.end(tx, id, this.clock.now(), { liftedBy, liftReason })))
        throw new AppError('not_found');
    });
    await this.gate.reload();
  }

  private check(network: string, confirmed: boolean, own: string): void {
    if (this.gate.allows(network)) throw new AppError('network_allowed');
    const locksOut = [own, ...loopback].some((address) => overlap(network, address));
    if (locksOut && !confirmed) throw new AppError('own_address');
  }

  /** Ends a block that a new one takes in. @throws AppError `already_blocked` where it is the wider one. */
  private async replace(
    tx: Transaction,
    old: IpBlockRow,
    { network, createdAt, createdBy }: IpBlockRow,
  ) {
    if (bitsOf(old.network) < bitsOf(network)) throw new AppError('already_blocked');
    const liftReason = `Replaced by a block of ${network}`;
    await this.end(tx, old.id, createdAt, { liftedBy: createdBy, liftReason });
  }

  /** @returns whether it was in force. */
  private async end(
    tx: Transaction,
    id: string,
    now: Date,
    by: { readonly liftedBy: string | null; readonly liftReason: string },
  ): Promise<boolean> {
    const row = await this.repository.lift(tx, id, now, by);
    if (!row) return false;
    const data = { ...told(row), liftReason: by.liftReason };
    await this.events.add(tx, events.ipBlockLifted, data, about(row));
    return true;
  }

  private async namesIn(rows: readonly IpBlockRow[]): Promise<ReadonlyMap<string, string>> {
    const people = rows.flatMap(({ createdBy, liftedBy }) => [createdBy, liftedBy]);
    return this.directory.namesOf([...new Set(people)].filter((id) => id !== null));
  }
}

const newBlock = (
  { reason, minutes: length }: Wish,
  network: string,
  createdBy: string,
  now: Date,
): IpBlockRow => ({
  id: newId(),
  network,
  reason,
  automatic: false,
  attempts: 0,
  level: 0,
  createdBy,
  createdAt: now,
  endsAt: length === null ? null : after(now, minutes(length)),
  liftedAt: null,
  liftedBy: null,
  liftReason: null,
  endTold: false,
});

const bitsOf = (network: string): number => Number(network.split('/')[1]);

const told = ({ id: blockId, network, reason }: IpBlockRow) => ({ blockId, network, reason });
const about = ({ id }: IpBlockRow) => ({ ...ofInstallation, subject: `ip_block/${id}` });

const toBlock = (row: IpBlockRow, names: ReadonlyMap<string, string>): IpBlock => {
  const { liftedBy, endTold: _endTold, ...block } = row;
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null));
  return {
    ...block,
    createdByName: nameOf(row.createdBy),
    createdAt: row.createdAt.toISOString(),
    endsAt: row.endsAt?.toISOString() ?? null,
    liftedAt: row.liftedAt?.toISOString() ?? null,
    liftedByName: nameOf(liftedBy),
  };
};
