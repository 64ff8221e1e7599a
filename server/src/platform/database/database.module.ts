import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { Config } from '../config/config.js';
import { Changes } from './changes.js';
import { Database } from './database.js';
import { Instances } from './instances.js';

/** Opens the pool of connections at the start, closes it last. */
@Global()
@Module({
  providers: [
    {
      provide: Database,
      inject: [Config, Changes],
      useFactory: (config: Config, changes: Changes) => new Database(openPool(config, changes)),
    },
    { provide: Changes, useFactory: () => new Changes() },
    Instances,
  ],
  exports: [Database, Changes, Instances],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(Database) private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.pool.end();
  }
}

function openPool(config: Config, changes: Changes): Pool {
  if (config.DATABASE_URL === undefined) throw new Error('the database was not started');
  const pool = new Pool({
    connectionString: config.DATABASE_URL,
    max: config.GATEHOUSE_DATABASE_POOL,
    application_name: config.GATEHOUSE_SERVICE_NAME,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
    // oxlint-disable-next-line typescript/no-misused-promises -- the pool waits for it, which its types do not say
    onConnect: (client) => changes.attach(client),
  });
  // A connection that dies while idle is replaced at the next query; the health check reports it.
  pool.on('error', () => {});
  return pool;
}
