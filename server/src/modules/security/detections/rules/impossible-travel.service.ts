import { Injectable } from '@nestjs/common';
import type { DetectionSettings } from '@gatehouse/contracts/security/detections';
import { after, minutes } from '../../../../kernel/clock.js';
import type { Transaction } from '../../../../platform/database/database.js';
import { PlaceFinder } from '../../../../platform/places/place-finder.js';
import { MeasuresRepository } from '../measures.repository.js';
import { distance } from '../distance.js';
import { type Journey, PastAttemptsRepository } from '../past-attempts.repository.js';
import {
  type Finding,
  type Found,
  type Observed,
  say,
  SpecialRule,
  type Thresholds,
} from '../rule.js';

/** Nearer than that the places of addresses are too vague to tell, in kilometres. */
const leastDistance = 200;
const hour = minutes(60);

/** Two sign-ins of one person, further apart than anybody travels in the time between. */
@Injectable()
export class ImpossibleTravel extends SpecialRule {
  override readonly key = 'impossible_travel';
  override readonly title = 'Impossible travel';
  override readonly description =
    'Somebody signs in from places that nobody can travel between in that time.';
  override readonly advice =
    'Ask the person whether both sign-ins were theirs; a VPN explains many. If not, end their sessions and force a reset.';
  override readonly unit = 'km/h between two sign-ins';
  override readonly subjectType = 'account';
  override readonly missing: string | null;

  constructor(
    private readonly measures: MeasuresRepository,
    private readonly past: PastAttemptsRepository,
    private readonly places: PlaceFinder,
  ) {
    super();
    this.missing = places.available ? null : 'GATEHOUSE_GEOIP_FILE names no database of places.';
  }

  override defaults = (): DetectionSettings => ({
    enabled: true,
    threshold: 1000,
    windowMinutes: 1440,
    action: 'alert',
    severity: 'high',
  });

  override async find(
    tx: Transaction,
    observed: readonly Observed[],
    settings: DetectionSettings,
  ): Promise<Finding[]> {
    if (!this.places.available) return [];
    const found: Finding[] = [];
    for (const one of observed) {
      const speed = await this.speedOf(tx, one, settings.windowMinutes);
      if (speed === null || speed < settings.threshold) continue;
      const { userId: subject, occurredAt: at } = one.attempt;
      const summary = say('impossible_travel', { count: speed });
      found.push({ subject, summary, count: speed, fresh: 1, at, event: one.event });
    }
    return found;
  }

  override async dryRun(
    tx: Transaction,
    { threshold, windowMinutes }: Thresholds,
    since: Date,
  ): Promise<Found> {
    const journeys = await this.past.listJourneys(tx, windowMinutes, since);
    const found = new Map<string, Journey>();
    // The latest is first: of each person the first one stays.
    for (const journey of journeys)
      if ((this.speedBetween(journey) ?? 0) >= threshold) found.set(journey.userId, journey);
    const laterSignedIn = await this.past.countSignedInAfter(tx, [...found.values()]);
    return { found: found.size, laterSignedIn };
  }

  /** In km/h, since the sign-in before; null where that cannot be told. */
  private async speedOf(
    tx: Transaction,
    { attempt }: Observed,
    windowMinutes: number,
  ): Promise<number | null> {
    const { succeeded, userId, address, occurredAt } = attempt;
    if (!succeeded || userId === null || address === null) return null;
    const since = after(occurredAt, -minutes(windowMinutes));
    const before = await this.measures.findSignInBefore(tx, userId, occurredAt, since);
    if (!before?.address || before.address === address) return null;
    const elapsed = occurredAt.getTime() - before.occurredAt.getTime();
    return this.speedBetween({ from: before.address, to: address, elapsed });
  }

  private speedBetween({
    from,
    to,
    elapsed,
  }: Pick<Journey, 'from' | 'to' | 'elapsed'>): number | null {
    const [start, end] = [from, to].map((address) => this.places.find(address)?.coordinates);
    if (!start || !end) return null;
    const kilometres = distance(start, end);
    if (kilometres < leastDistance) return null;
    return Math.round((kilometres * hour) / Math.max(elapsed, minutes(1)));
  }
}
