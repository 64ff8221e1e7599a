import { LRUCache } from 'lru-cache';
import type { Changes } from '../database/changes.js';
import type { Instances } from '../database/instances.js';
import { Batcher } from './batcher.js';

/** What the database said of an id, and the version of it that it said so of. */
export interface Versioned<T> {
  readonly version: number;
  readonly state: T;
}

/** Which version of an id is known; 0 stands for none. */
export interface KnownVersion {
  readonly id: string;
  readonly version: number;
}

/** Of ids that are not as they are known: what they are now; null for what is no more. */
export type Changed<T> = ReadonlyMap<string, Versioned<T> | null>;

interface VersionedMemoryOptions<T> {
  /** Most ids that are remembered; those used longest ago are dropped. */
  readonly most: number;
  /** Under which `Changes` tell of changed ids. */
  readonly topic: string;
  /** Asks the database, which may leave out an id that never was. */
  readonly listChanged: (known: readonly KnownVersion[]) => Promise<Changed<T>>;
}

interface Entry<T> extends Versioned<T> {
  /** In which term of this instance's being alone it was looked up; 0 when it must be looked up again. */
  knownIn: number;
}

const nothingToSay: ReadonlyMap<string, never> = new Map<string, never>();

/**
 * Remembers the state of rows that have a version, and relies on it no longer than it stands. While
 * this instance is alone, it hears of each change before whoever made it; otherwise every look
 * checks that the version still stands, and looks that arrive together share that statement.
 */
export class VersionedMemory<T> {
  private readonly known: LRUCache<string, Entry<T>>;
  private readonly looks = new Batcher<never>((ids) => this.refresh(ids));
  /** How many changes were heard of. */
  private changes = 0;

  constructor(
    private readonly instances: Instances,
    changes: Changes,
    private readonly options: VersionedMemoryOptions<T>,
  ) {
    this.known = new LRUCache({ max: options.most });
    changes.on(options.topic, (id) => this.doubt(id));
  }

  /** The state of an id, where that needs no look at the database. */
  current(id: string): T | undefined {
    const { soleTerm } = this.instances;
    if (soleTerm === 0) return undefined;
    const entry = this.known.get(id);
    return entry?.knownIn === soleTerm ? entry.state : undefined;
  }

  /** The state of an id, where what is known is as new as a version that the database has just told of. */
  since(id: string, version: number): T | undefined {
    const entry = this.known.get(id);
    return entry && entry.version >= version ? entry.state : undefined;
  }

  /** The state of an id as it is now; undefined when there is none. */
  async look(id: string): Promise<T | undefined> {
    await this.looks.add(id);
    return this.known.get(id)?.state;
  }

  /** Forgets an id: the next look brings its state, whether the version is another one or not. */
  forget(id: string): void {
    this.known.delete(id);
  }

  private doubt(id: string): void {
    this.changes += 1;
    const entry = this.known.get(id);
    if (entry) entry.knownIn = 0;
  }

  private async refresh(ids: readonly string[]): Promise<ReadonlyMap<string, never>> {
    const { changes } = this;
    const { soleTerm } = this.instances;
    const asked = ids.map((id) => ({ id, version: this.known.get(id)?.version ?? 0 }));
    for (const [id, found] of await this.options.listChanged(asked)) {
      if (found) this.learn(id, found);
      else this.known.delete(id);
    }
    // The statements may have begun before a change that was heard of meanwhile: ask again next time.
    if (changes === this.changes)
      for (const id of ids) {
        const entry = this.known.get(id);
        if (entry) entry.knownIn = soleTerm;
      }
    return nothingToSay;
  }

  private learn(id: string, { version, state }: Versioned<T>): void {
    // Two statements may answer in either order; versions only grow.
    if ((this.known.get(id)?.version ?? 0) < version)
      this.known.set(id, { version, state, knownIn: 0 });
  }
}
