import { apiBase, type RouteContract } from '@gatehouse/contracts/route';

/** As many things of a kind as a path is made of. */
const mostOfAKind = 4;

/** Reads a list. @returns its answer, or null where there is no such list. */
export type ReadList = (path: string) => Promise<unknown>;

/** Names of things that are there, by the path below which they are, such as `/webhooks/<id>/deliveries`. */
export class KnownThings {
  readonly #below = new Map<string, string[]>();
  /** What no request should be about: the caller's own account, session and the like. */
  readonly #spared = new Set<string>();

  spare(names: readonly string[]): void {
    for (const name of names) this.#spared.add(name);
  }

  /** @param path below which they are; `/api/v1` before it does not count. */
  add(path: string, names: readonly string[]): void {
    const before = path.replace(apiBase, '').split('?')[0] ?? '';
    const all = new Set([...(this.#below.get(before) ?? []), ...names]);
    this.#below.set(before, [...all]);
  }

  /** Notes something that requests should be about before all others. */
  prefer(path: string, name: string): void {
    this.#below.set(path, [name, ...(this.#below.get(path) ?? [])]);
  }

  /** Notes the things in the answer of a list. */
  addListed(path: string, body: unknown): void {
    this.add(path, namesIn(body));
  }

  below(path: string): readonly string[] {
    return (this.#below.get(path) ?? []).filter((name) => !this.#spared.has(name));
  }

  get all(): string[] {
    return [...this.#below.keys()].flatMap((path) => this.below(path));
  }

  /** Looks anew what is there that the parameters of a route could name. */
  async refresh({ path }: RouteContract, read: ReadList): Promise<void> {
    const segments = path.split('/');
    for (const [index, segment] of segments.entries()) {
      if (!segment.startsWith(':')) continue;
      for (const list of this.pathsBelow(segments.slice(0, index).join('/'))) {
        this.#renew(list, await read(list));
      }
    }
  }

  /** Those that are there still come first, in the order in which they became known. */
  #renew(list: string, body: unknown): void {
    const fresh = namesIn(body);
    if (fresh.length === 0) return;
    const { page } = body as { page?: { hasMore?: boolean } };
    const known = this.#below.get(list) ?? [];
    const kept = known.filter((name) => page?.hasMore === true || fresh.includes(name));
    this.#below.set(list, [...new Set([...kept, ...fresh])]);
  }

  /** Addresses of a route in which each parameter names something that is there; none where nothing of the kind is. */
  pathsOf({ path, root }: RouteContract): string[] {
    return this.pathsBelow(path).map((each) => (root ? each : `${apiBase}${each}`));
  }

  private pathsBelow(path: string): string[] {
    let begun = [''];
    for (const segment of path.split('/').slice(1))
      begun = begun.flatMap((before) =>
        segment.startsWith(':')
          ? this.below(before)
              .slice(0, mostOfAKind)
              .map((name) => `${before}/${name}`)
          : [`${before}/${segment}`],
      );
    return begun;
  }
}

/** What the rows of a list are called in paths. */
function namesIn(body: unknown): string[] {
  const { data } = (body ?? {}) as { data?: unknown };
  if (!Array.isArray(data)) return [];
  return data.flatMap((row: unknown) => {
    const { id, key, name } = (row ?? {}) as Record<string, unknown>;
    const named = [id, key, name].find((each) => typeof each === 'string');
    return typeof named === 'string' ? [named] : [];
  });
}
