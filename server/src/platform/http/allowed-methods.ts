import './fastify-types.js';
import type { FastifyInstance } from 'fastify';

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/** Which methods the paths of the contracts have, for requests that match none (RFC 9110 section 15.5.6). */
export class AllowedMethods {
  private readonly paths = new Map<string, KnownPath>();

  /** Learns the routes; call it before they are registered. */
  observe(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url, method, config }) => {
      if (!config?.contract) return;
      const known = this.paths.get(url) ?? { pattern: patternOf(url), methods: new Set() };
      for (const name of [method].flat()) known.methods.add(name);
      this.paths.set(url, known);
    });
  }

  /** The methods of a path without its query; empty when there is no such path. */
  find(path: string): string[] {
    const found = [...this.paths.values()].filter(({ pattern }) => pattern.test(path));
    return [...new Set(found.flatMap(({ methods }) => [...methods]))].toSorted();
  }
}

const patternOf = (url: string): RegExp => {
  const parts = url
    .split('/')
    .map((part) =>
      part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    );
  return new RegExp(`^${parts.join('/')}$`);
};
