import { Injectable } from '@nestjs/common';
import type { AttackPlace } from '@gatehouse/contracts/security/places';
import { after, Clock, days } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { PlaceFinder } from '../../../platform/places/place-finder.js';
import { AddressGateService } from '../ip-blocks/address-gate.service.js';
import { AttemptCountsRepository } from '../login-attempts/attempt-counts.repository.js';

/** Addresses that are looked at, those with the most failures; and blocks. */
const mostAddresses = 5_000;
/** More dots than these nobody tells apart. */
const mostPlaces = 500;

/** Something that an address stands for. */
interface Sighting {
  /** In CIDR notation. */
  readonly network: string;
  readonly failures: number;
  readonly blocks: number;
}

/** Where attackers are, as far as a database of places knows. */
@Injectable()
export class PlacesService {
  constructor(
    private readonly counts: AttemptCountsRepository,
    private readonly gate: AddressGateService,
    private readonly places: PlaceFinder,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<{ available: boolean; data: AttackPlace[] }> {
    if (!this.places.available) return { available: false, data: [] };
    const now = this.clock.now();
    const { connection } = this.database;
    const failed = await this.counts.top(
      connection,
      'address',
      after(now, -days(1)),
      mostAddresses,
    );
    const sightings = [
      ...failed.map(({ value, failures }) => ({ network: value, failures, blocks: 0 })),
      ...this.gate.blocked
        .slice(0, mostAddresses)
        .map((network) => ({ network, failures: 0, blocks: 1 })),
    ];
    const found = new Map<string, AttackPlace>();
    for (const sighting of sightings) this.add(found, sighting);
    const data = [...found.values()].toSorted((a, b) => b.failures - a.failures);
    return { available: true, data: data.slice(0, mostPlaces) };
  }

  private add(found: Map<string, AttackPlace>, { network, failures, blocks }: Sighting): void {
    const place = this.places.find(network.split('/', 1)[0] ?? '');
    if (!place?.coordinates) return;
    const { coordinates, city, country } = place;
    const key = `${coordinates.latitude.toFixed(1)} ${coordinates.longitude.toFixed(1)}`;
    const known = found.get(key) ?? { ...coordinates, city, country, failures: 0, blocks: 0 };
    found.set(key, {
      ...known,
      failures: known.failures + failures,
      blocks: known.blocks + blocks,
    });
  }
}
