import { Injectable } from '@nestjs/common';
import { permissionsOf, requiresSecondFactor } from '@gatehouse/contracts/permissions';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../../../kernel/clock.js';
import { Changes } from '../../../../platform/database/changes.js';
import { Instances } from '../../../../platform/database/instances.js';
import type { KeyCaller } from '../../../../platform/http/caller.js';
import { entitlementOf } from '../../roles/entitlement.js';
import { Batcher } from '../../sessions/batcher.js';
import { type LiveApiKey, LiveApiKeysRepository } from './live-api-keys.repository.js';

/** A key, as it was when its version was this one. */
export interface KnownKey {
  readonly version: number;
  /** Null when the key has ended, or its owner may not call. */
  readonly caller: KeyCaller | null;
  readonly allowedAddresses: readonly string[];
  /** When the secret is no longer good, in milliseconds since 1970. */
  readonly validUntil: number;
  /** In which term of this instance's being alone it was looked up; 0 when it must be looked up again. */
  knownIn: number;
}

const mostKeys = 10_000;
const nothingToSay: ReadonlyMap<string, never> = new Map<string, never>();

/**
 * Remembers keys, by the hash of their secret, as `SessionAuthenticator` does sessions: while this
 * instance is alone it hears of each change before whoever made it; otherwise every call checks
 * that the key's version still stands, and calls that arrive together share that statement.
 */
@Injectable()
export class KnownKeysService {
  private readonly known = new LRUCache<string, KnownKey>({ max: mostKeys });
  private readonly checks = new Batcher<never>((hashes) => this.refresh(hashes));
  /** How many changes were heard of. */
  private changes = 0;

  constructor(
    private readonly repository: LiveApiKeysRepository,
    private readonly clock: Clock,
    private readonly instances: Instances,
    changes: Changes,
  ) {
    changes.on('api_key', (hash) => this.forget(hash));
  }

  /** What is known of a key, where that needs no look at the database. @param hash in hex. */
  current(hash: string): KnownKey | undefined {
    const { soleTerm } = this.instances;
    if (soleTerm === 0) return undefined;
    const key = this.known.get(hash);
    return key?.knownIn === soleTerm ? key : undefined;
  }

  /** A key as it is now; undefined when there is none. */
  async look(hash: string): Promise<KnownKey | undefined> {
    await this.checks.add(hash);
    return this.known.get(hash);
  }

  private forget(hash: string): void {
    this.changes += 1;
    const key = this.known.get(hash);
    if (key) key.knownIn = 0;
  }

  private async refresh(hashes: readonly string[]): Promise<ReadonlyMap<string, never>> {
    const { changes } = this;
    const { soleTerm } = this.instances;
    const versions = await this.repository.listVersions(hashes);
    const changed = hashes.filter(
      (hash) => versions.get(hash) !== (this.known.get(hash)?.version ?? 0),
    );
    const live = await this.repository.listLive(changed, this.clock.now());
    for (const hash of changed) {
      const version = versions.get(hash);
      if (version === undefined) this.known.delete(hash);
      else this.learn(hash, live.get(hash) ?? version);
    }
    // The statements may have begun before a change that was heard of meanwhile: ask again next time.
    if (changes === this.changes)
      for (const hash of hashes) {
        const key = this.known.get(hash);
        if (key) key.knownIn = soleTerm;
      }
    return nothingToSay;
  }

  /** @param found the key or, where it is no good, its version. */
  private learn(hash: string, found: LiveApiKey | number): void {
    const known =
      typeof found === 'number'
        ? { version: found, caller: null, allowedAddresses: [], validUntil: 0, knownIn: 0 }
        : toKnown(found);
    // Two statements may answer in either order; versions only grow.
    if ((this.known.get(hash)?.version ?? 0) < known.version) this.known.set(hash, known);
  }
}

const toKnown = (key: LiveApiKey): KnownKey => ({
  version: key.version,
  caller: toCaller(key),
  allowedAddresses: key.allowedAddresses,
  validUntil: key.validUntil?.getTime() ?? Number.POSITIVE_INFINITY,
  knownIn: 0,
});

/** A key may do what its scopes say, as far as its owner's role does now. */
const toCaller = (key: LiveApiKey): KeyCaller => ({
  ...entitlementOf(key),
  userId: key.userId,
  kind: 'api_key',
  apiKeyId: key.id,
  organizationId: key.organizationId,
  platformRole: null,
  permissions: new Set([...permissionsOf(key)].filter((held) => key.scopes.includes(held))),
  enrolmentRequired: requiresSecondFactor(key) && !key.secondFactor && !key.isServiceAccount,
});
