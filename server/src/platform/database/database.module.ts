import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { Config } from '../config/config.js';
import { Database } from './database.js';

/** Opens the pool of connections at the start, closes it last. */
@Global()
@Module({
  providers: [
    {
      provide: Database,
      inject: [Config],
      useFactory: (config: Config) => new Database(openPool(config)),
    },
  ],
  exports: [Database],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(Database) private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.pool.end();
  }
}

function openPool(config: Config): Pool {
  if (config.DATABASE_URL === undefined) throw new Error('the database was not started');
  const pool = new Pool({
    connectionString: config.DATABASE_URL,
    max: config.GATEHOUSE_DATABASE_POOL,
    application_name: config.GATEHOUSE_SERVICE_NAME,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  // A connection that dies while idle is replaced at the next query; the health check reports it.
  pool.on('error', () => {});
  return pool;
}
