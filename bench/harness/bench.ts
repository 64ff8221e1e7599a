import { startBetterAuth } from './better-auth.ts';
import { type Gatehouse, startSeeded } from './gatehouse.ts';
import type { Options } from './options.ts';
import { type Server, startServer } from './processes.ts';
import type { Product } from './product.ts';
import type { Row } from './table.ts';

/** One file's measurements. */
export interface Measurement {
  readonly name: string;
  measure(bench: Bench): Promise<Row[]>;
}

/** A peer that could not be had, and why. */
export interface Absent {
  readonly absent: string;
}

/** What measurements share: servers that are started when first asked for, and stopped at the end. */
export class Bench {
  readonly options: Options;
  readonly #started = new Map<string, Promise<unknown>>();
  readonly #stops: (() => Promise<void>)[] = [];

  constructor(options: Options) {
    this.options = options;
  }

  /** Says what is going on. */
  progress(message: string): void {
    process.stderr.write(`  ${message}\n`);
  }

  /** Gatehouse with the users of a small installation. */
  gatehouse(): Promise<Gatehouse> {
    return this.#once('Gatehouse', () => startSeeded(5_000));
  }

  /** The bare Nest on Fastify. */
  hello(): Promise<Server> {
    return this.#once('a bare Nest on Fastify', () => startServer('peers/hello.ts'));
  }

  async betterAuth(): Promise<Product | Absent> {
    const { databaseUrl } = await this.gatehouse();
    return this.#once('better-auth', () => startBetterAuth(databaseUrl)).catch(
      (error: unknown) => ({
        absent: `not measured: ${reasonOf(error)}`,
      }),
    );
  }

  /** Keeps a server until the end of the run. */
  keep<S extends { stop(): Promise<void> }>(server: S): S {
    this.#stops.unshift(() => server.stop());
    return server;
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0)) await stop();
  }

  async #once<S extends { stop(): Promise<void> }>(
    name: string,
    start: () => Promise<S>,
  ): Promise<S> {
    const startKept = async () => {
      this.progress(`starting ${name}`);
      return this.keep(await start());
    };
    const known = this.#started.get(name) ?? startKept();
    this.#started.set(name, known);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each name has one type
    return known as Promise<S>;
  }
}

export const isAbsent = (product: Product | Absent): product is Absent => 'absent' in product;

/** npm and PostgreSQL say the cause in the first lines. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = /notarget No .*|^.*$/m.exec(text)?.[0] ?? text;
  return line.replace(/^notarget /, '').slice(0, 80);
}
