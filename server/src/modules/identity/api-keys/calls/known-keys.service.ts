import { Injectable } from '@nestjs/common';
import { permissionsOf, requiresSecondFactor } from '@gatehouse/contracts/permissions';
import { Clock } from '../../../../kernel/clock.js';
import {
  type Changed,
  type KnownVersion,
  VersionedMemory,
} from '../../../../platform/cache/versioned-memory.js';
import { Changes } from '../../../../platform/database/changes.js';
import { Instances } from '../../../../platform/database/instances.js';
import type { KeyCaller } from '../../../../platform/http/caller.js';
import { entitlementOf } from '../../roles/entitlement.js';
import { type LiveApiKey, LiveApiKeysRepository } from './live-api-keys.repository.js';

/** A key, as it was at one version of it. */
export interface KnownKey {
  /** Null when the key has ended, or its owner may not call. */
  readonly caller: KeyCaller | null;
  readonly allowedAddresses: readonly string[];
  /** When the secret is no longer good, in milliseconds since 1970. */
  readonly validUntil: number;
}

const mostKeys = 10_000;
const noGood: KnownKey = { caller: null, allowedAddresses: [], validUntil: 0 };

/** Remembers keys, by the hash of their secret in hex. */
@Injectable()
export class KnownKeysService {
  private readonly known: VersionedMemory<KnownKey>;

  constructor(
    private readonly repository: LiveApiKeysRepository,
    private readonly clock: Clock,
    instances: Instances,
    changes: Changes,
  ) {
    this.known = new VersionedMemory(instances, changes, {
      most: mostKeys,
      topic: 'api_key',
      listChanged: (hashes) => this.listChanged(hashes),
    });
  }

  /** What is known of a key, where that needs no look at the database. @param hash in hex. */
  current(hash: string): KnownKey | undefined {
    return this.known.current(hash);
  }

  /** A key as it is now; undefined when there is none. */
  look(hash: string): Promise<KnownKey | undefined> {
    return this.known.look(hash);
  }

  private async listChanged(known: readonly KnownVersion[]): Promise<Changed<KnownKey>> {
    const versions = await this.repository.listVersions(known.map(({ id }) => id));
    const changed = known
      .filter(({ id, version }) => versions.get(id) !== version)
      .map(({ id }) => id);
    const live = await this.repository.listLive(changed, this.clock.now());
    return new Map(
      changed.map((hash) => [hash, toVersioned(versions.get(hash), live.get(hash))] as const),
    );
  }
}

/** @param version of the key when it was asked for; it may have changed until `key` was. */
function toVersioned(version: number | undefined, key: LiveApiKey | undefined) {
  if (version === undefined) return null;
  return key ? { version: key.version, state: toKnown(key) } : { version, state: noGood };
}

const toKnown = (key: LiveApiKey): KnownKey => ({
  caller: toCaller(key),
  allowedAddresses: key.allowedAddresses,
  validUntil: key.validUntil?.getTime() ?? Number.POSITIVE_INFINITY,
});

/** A key may do what its scopes say, as far as its owner's role does now. */
const toCaller = (key: LiveApiKey): KeyCaller => ({
  ...entitlementOf(key),
  userId: key.userId,
  kind: 'api_key',
  apiKeyId: key.id,
  requestsPerMinute: key.requestsPerMinute,
  organizationId: key.organizationId,
  platformRole: null,
  permissions: new Set([...permissionsOf(key)].filter((held) => key.scopes.includes(held))),
  enrolmentRequired: requiresSecondFactor(key) && !key.secondFactor && !key.isServiceAccount,
});
