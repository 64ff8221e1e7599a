import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { Api } from './api.js';
import { type GatehouseProcess, launchGatehouse } from './launch.js';
import { Journal } from './journal/journal.js';
import { embeddedIn } from '../../server/test/harness/own-postgres.js';

const member = 'member@example.com';

/** Processes of Gatehouse on one database, an owner who is signed in, and a journal of changes. */
export class Stand {
  readonly processes: GatehouseProcess[] = [];
  /** Data folders of the processes, in the order in which they were started. */
  readonly folders: string[] = [];
  /** The owner's. */
  token = '';
  readonly #keys = `k1:${randomBytes(32).toString('base64')}`;
  #pool: pg.Pool | undefined;

  private constructor(
    private readonly data: string,
    private environment: Readonly<Record<string, string>>,
  ) {}

  /** @param databaseUrl an empty, migrated one; without it, the process starts its own in `data`. */
  static async start(
    databaseUrl?: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Stand> {
    const data = await mkdtemp(path.join(tmpdir(), 'gatehouse-stand-'));
    const outside: Record<string, string> = databaseUrl ? { DATABASE_URL: databaseUrl } : {};
    const stand = new Stand(data, { ...outside, ...environment });
    try {
      await stand.#setUp(databaseUrl);
      return stand;
    } catch (error) {
      await stand.stop();
      throw error;
    }
  }

  async #setUp(databaseUrl?: string): Promise<void> {
    const { said } = await this.launch(/https?:\/\/\S+\/setup\?token=[\w.~-]+/);
    const connectionString = databaseUrl ?? (await embeddedIn(this.folders[0] ?? '').url());
    this.#pool = new pg.Pool({ connectionString, max: 2 });
    this.#pool.on('error', () => {});
    const { access } = await this.api.setUp(said, 'owner@example.com');
    this.token = (await this.api.turnOnTotp(access)).access;
    await this.api.register(member);
  }

  /** The process that was started last. */
  get api(): Api {
    return new Api(this.processes.at(-1)?.url ?? '');
  }

  journal(): Journal {
    return new Journal(() => this.api, this.token, member);
  }

  /** Variables of the processes that are started from now on. */
  set(environment: Readonly<Record<string, string>>): void {
    this.environment = { ...this.environment, ...environment };
  }

  /** Starts one more process. */
  async launch(ready = /Gatehouse is ready/): Promise<GatehouseProcess> {
    const environment = {
      PUBLIC_URL: 'http://localhost:9',
      GATEHOUSE_ENCRYPTION_KEYS: this.#keys,
      ...this.environment,
    };
    const own = await mkdtemp(path.join(this.data, 'process-'));
    this.folders.push(own);
    const launched = await launchGatehouse({ data: own, ready, environment });
    this.processes.push(launched);
    return launched;
  }

  /** Ends the last process without a warning. */
  async kill(): Promise<void> {
    const last = this.processes.pop();
    if (last) process.kill(last.processId, 'SIGKILL');
    await last?.ended;
  }

  /** Ends the last process without a warning, and starts another one. */
  async killAndStart(): Promise<void> {
    await this.kill();
    await this.launch();
  }

  readonly sql = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
    (await this.#pool?.query<Record<string, unknown>>(text, values))?.rows ?? [];

  async stop(): Promise<void> {
    await this.#pool?.end();
    await Promise.all(this.processes.map((each) => each.stop()));
    await rm(this.data, { recursive: true, force: true });
  }
}
