import { apiBase, type RouteContract } from '@gatehouse/contracts/route';

/** As many things of a kind as a path is made of. */
const mostOfAKind = 3;

/** Names of things that are there, by the path below which they are, such as `/webhooks/<id>/deliveries`. */
export class KnownThings {
  readonly #below = new Map<string, string[]>();

  /** @param path below which they are; `/api/v1` before it does not count. */
  add(path: string, names: readonly string[]): void {
    const before = path.replace(apiBase, '').split('?')[0] ?? '';
    this.#below.set(before, [...new Set([...this.below(before), ...names])]);
  }

  /** Notes the things in the answer of a list. */
  addListed(path: string, body: unknown): void {
    const { data } = (body ?? {}) as { data?: unknown };
    if (!Array.isArray(data)) return;
    const names = data.flatMap((row: unknown) => {
      const { id, key, name } = (row ?? {}) as Record<string, unknown>;
      return [id, key, name].find((each) => typeof each === 'string') ?? [];
    });
    this.add(path, names as string[]);
  }

  below(path: string): readonly string[] {
    return this.#below.get(path) ?? [];
  }

  get all(): string[] {
    return [...this.#below.values()].flat();
  }

  /** Addresses of a route in which each parameter names something that is there; none where nothing of the kind is. */
  pathsOf({ path, root }: RouteContract): string[] {
    let begun = [''];
    for (const segment of path.split('/').slice(1))
      begun = begun.flatMap((before) =>
        segment.startsWith(':')
          ? this.below(before)
              .slice(0, mostOfAKind)
              .map((name) => `${before}/${name}`)
          : [`${before}/${segment}`],
      );
    return begun.map((each) => (root ? each : `${apiBase}${each}`));
  }
}
