import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { AllowedNetwork } from '@gatehouse/contracts/security/blocks';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { canonicalNetwork } from '../../../platform/http/network.js';
import { UserDirectory } from '../../identity/users/user-directory.port.js';
import { AddressGateService } from './address-gate.service.js';
import { AllowedNetworksRepository } from './allowed-networks.repository.js';
import type { AllowedNetworkRow } from './ip-blocks.table.js';

/** Networks that are never blocked, and that no detection looks at. */
@Injectable()
export class AllowedNetworksService {
  constructor(
    private readonly repository: AllowedNetworksRepository,
    private readonly gate: AddressGateService,
    private readonly directory: UserDirectory,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Those of the configuration first. */
  async list(): Promise<AllowedNetwork[]> {
    const rows = await this.repository.list(this.database.connection);
    const people = rows.map(({ createdBy }) => createdBy).filter((id) => id !== null);
    const names = await this.directory.namesOf([...new Set(people)]);
    const configured = this.gate.exempt.map((network) => ({
      id: null,
      network: canonicalNetwork(network)?.cidr ?? network,
      reason: 'GATEHOUSE_BLOCK_EXEMPT',
      createdBy: null,
      createdByName: null,
      createdAt: null,
    }));
    return [...configured, ...rows.map((row) => toAllowed(row, names))];
  }

  /** @throws AppError `conflict` when it is on the list. */
  async allow(
    { network, reason }: { readonly network: string; readonly reason: string },
    createdBy: string,
  ): Promise<AllowedNetwork> {
    const cidr = canonicalNetwork(network)?.cidr ?? network;
    const row = { id: newId(), network: cidr, reason, createdBy, createdAt: this.clock.now() };
    await this.database.transaction(async (tx) => {
      if (!(await this.repository.insert(tx, row))) throw new AppError('conflict');
      await this.events.add(tx, events.networkAllowed, { network: cidr, reason }, about(row));
    });
    await this.gate.reload();
    return toAllowed(row, await this.directory.namesOf([createdBy]));
  }

  /** @throws AppError `not_found` */
  async disallow(id: string, removeReason: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const row = await this.repository.remove(tx, id);
      if (!row) throw new AppError('not_found');
      const { network, reason } = row;
      const data = { network, reason, removeReason };
      await this.events.add(tx, events.networkDisallowed, data, about(row));
    });
    await this.gate.reload();
  }
}

const about = ({ id }: AllowedNetworkRow) => ({
  organizationId: null,
  subject: `allowed_network/${id}`,
});

const toAllowed = (row: AllowedNetworkRow, names: ReadonlyMap<string, string>): AllowedNetwork => ({
  ...row,
  createdByName: row.createdBy === null ? null : (names.get(row.createdBy) ?? null),
  createdAt: row.createdAt.toISOString(),
});
