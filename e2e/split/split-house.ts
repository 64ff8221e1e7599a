import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { Api } from '../harness/api.js';
import { type GatehouseProcess, launchGatehouse, quickHashes } from '../harness/launch.js';
import { Journal } from '../harness/journal/journal.js';

/** The processes of a split installation, and what `GATEHOUSE_APP` makes each of them. */
const processes = {
  left: 'api',
  right: 'api',
  worker: 'worker',
  notifications: 'notifications',
} as const;
export type ProcessName = keyof typeof processes;

const setupLink = /https?:\/\/\S+\/setup\?token=[\w.~-]+/;
export const member = 'member@example.com';

/** Two apis, a worker and the notifications app as processes of their own on one database. */
export class SplitHouse {
  /** The owner's. */
  token = '';
  readonly #running = new Map<ProcessName, GatehouseProcess>();
  readonly #keys = `k1:${randomBytes(32).toString('base64')}`;
  readonly #pool: pg.Pool;

  private constructor(
    private readonly databaseUrl: string,
    private readonly data: string,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly background: Readonly<Record<string, string>>,
  ) {
    this.#pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
    this.#pool.on('error', () => {});
  }

  /**
   * Starts all of them, with an owner who is signed in, and somebody with a password alone.
   * @param background settings of those that serve no api.
   */
  static async start(
    databaseUrl: string,
    environment: Readonly<Record<string, string>> = {},
    background: Readonly<Record<string, string>> = {},
  ): Promise<SplitHouse> {
    const data = await mkdtemp(path.join(tmpdir(), 'gatehouse-split-'));
    const house = new SplitHouse(databaseUrl, data, environment, background);
    try {
      await Promise.all([house.launch('worker'), house.launch('notifications')]);
      await house.launch('left', setupLink);
      // Each start prints a link, which voids the one before.
      const { said } = await house.launch('right', setupLink);
      const { access } = await house.at('left').setUp(said, 'owner@example.com');
      house.token = (await house.at('right').turnOnTotp(access)).access;
      await house.at('left').register(member);
      return house;
    } catch (error) {
      await house.stop();
      throw error;
    }
  }

  at(name: ProcessName): Api {
    return new Api(this.#process(name).url);
  }

  journal(): Journal {
    return new Journal(() => this.at('left'), this.token, member);
  }

  /** Starts one of them. */
  async launch(name: ProcessName, ready = /Gatehouse is ready/): Promise<GatehouseProcess> {
    const environment = {
      DATABASE_URL: this.databaseUrl,
      PUBLIC_URL: 'http://localhost:9',
      GATEHOUSE_ENCRYPTION_KEYS: this.#keys,
      GATEHOUSE_WORKER_LEAVES: 'notifications',
      GATEHOUSE_WEBHOOK_ALLOWED_RANGES: '127.0.0.0/8',
      ...quickHashes,
      ...this.environment,
      ...(processes[name] === 'api' ? {} : this.background),
      GATEHOUSE_APP: processes[name],
    };
    const own = await mkdtemp(path.join(this.data, `${name}-`));
    const launched = await launchGatehouse({ data: own, ready, environment });
    this.#running.set(name, launched);
    return launched;
  }

  /** Ends one of them as an operator does. @returns its exit code. */
  async end(name: ProcessName): Promise<number | null> {
    const running = this.#process(name);
    await running.stop();
    this.#running.delete(name);
    return running.ended;
  }

  /** Ends one of them without a warning. */
  kill(name: ProcessName): void {
    process.kill(this.#process(name).processId, 'SIGKILL');
    this.#running.delete(name);
  }

  readonly sql = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
    (await this.#pool.query<Record<string, unknown>>(text, values)).rows;

  async stop(): Promise<void> {
    await this.#pool.end();
    await Promise.all([...this.#running.values()].map((each) => each.stop()));
    await rm(this.data, { recursive: true, force: true });
  }

  #process(name: ProcessName): GatehouseProcess {
    const running = this.#running.get(name);
    if (!running) throw new Error(`${name} does not run`);
    return running;
  }
}
