import { beforeEach, describe, expect, it } from 'vitest';
import { TestClock } from '../../../../../test/harness/events.js';
import { Changes } from '../../../../platform/database/changes.js';
import type { Instances } from '../../../../platform/database/instances.js';
import { noEntitlement } from '../../roles/entitlement.js';
import { KnownKeysService } from './known-keys.service.js';
import type { LiveApiKey, LiveApiKeysRepository } from './live-api-keys.repository.js';

/** Lets a test say what a trigger says. */
class SpokenChanges extends Changes {
  private listener: ((id: string) => void) | undefined;
  override on(_topic: string, listener: (id: string) => void): void {
    this.listener = listener;
  }
  tell(hash: string): void {
    this.listener?.(hash);
  }
}

const keyOf = (version: number): LiveApiKey => ({
  ...noEntitlement,
  role: 'BOSS',
  hash: Buffer.from('aa', 'hex'),
  id: 'key',
  version,
  userId: 'user',
  organizationId: 'organization',
  scopes: ['user:read'],
  allowedAddresses: [],
  requestsPerMinute: null,
  validUntil: null,
  isServiceAccount: true,
  secondFactor: false,
});

describe('keys in memory', () => {
  const instances = { soleTerm: 1 };
  let changes: SpokenChanges;
  let keys: KnownKeysService;
  /** In PostgreSQL; null once the key may no longer call. */
  let stored: LiveApiKey | null;
  let version: number;
  let reads: string[];
  let meanwhile: () => void;

  beforeEach(() => {
    instances.soleTerm = 1;
    changes = new SpokenChanges();
    stored = keyOf(1);
    version = 1;
    reads = [];
    meanwhile = () => undefined;
    const repository: Pick<LiveApiKeysRepository, 'listLive' | 'listVersions'> = {
      listVersions: (hashes) => {
        reads.push('versions');
        return Promise.resolve(new Map(hashes.map((hash) => [hash, version])));
      },
      listLive: ([hash]) => {
        if (hash === undefined) return Promise.resolve(new Map());
        reads.push('live');
        const found = new Map(stored ? [[hash, stored]] : []);
        meanwhile();
        return Promise.resolve(found);
      },
    };
    keys = new KnownKeysService(
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it asks of it
      repository as LiveApiKeysRepository,
      new TestClock(),
      instances as Instances,
      changes,
    );
  });
  const end = () => {
    stored = null;
    version = 2;
    changes.tell('aa');
  };

  it('are not looked up while nothing was heard of them and the instance is alone', async () => {
    expect(keys.current('aa')).toBeUndefined();
    expect((await keys.look('aa'))?.caller?.permissions).toEqual(new Set(['user:read']));
    expect(keys.current('aa')?.caller).toBeTruthy();
    end();
    expect(keys.current('aa')).toBeUndefined();
    expect((await keys.look('aa'))?.caller).toBeNull();
    expect(reads).toEqual(['versions', 'live', 'versions', 'live']);
  });

  it('are looked up again when they change while they are read', async () => {
    meanwhile = end;
    expect((await keys.look('aa'))?.caller).toBeTruthy();
    expect(keys.current('aa')).toBeUndefined();
    meanwhile = () => undefined;
    expect((await keys.look('aa'))?.caller).toBeNull();
    expect(keys.current('aa')?.caller).toBeNull();
  });

  it('are trusted in one term of being alone only', async () => {
    await keys.look('aa');
    instances.soleTerm = 2;
    expect(keys.current('aa')).toBeUndefined();
  });

  it('cost one look at their version where instances share the database', async () => {
    instances.soleTerm = 0;
    await keys.look('aa');
    reads = [];
    expect(keys.current('aa')).toBeUndefined();
    expect((await keys.look('aa'))?.caller).toBeTruthy();
    expect(reads).toEqual(['versions']);
    stored = null;
    version = 2;
    expect((await keys.look('aa'))?.caller).toBeNull();
  });
});
