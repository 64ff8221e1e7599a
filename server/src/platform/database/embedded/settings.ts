import { totalmem } from 'node:os';

export type PostgresSettings = Record<string, string | number | boolean>;

const megabyte = 2 ** 20;

/**
 * An eighth of the memory there is, between 64 and 256 MB. Tables that outgrow it are written out and
 * read again all the time: with 64 MB an import of 100,000 people takes a sixth longer than with 256.
 * It is taken as it is used, so a small database takes less.
 */
function sharedBuffers(): string {
  // Of a container, its limit; 0 without one.
  const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  const wished = Math.floor(memory / 8 / megabyte);
  return `${Math.min(Math.max(wished, 64), 256)}MB`;
}

/**
 * Small at rest (one product process and PostgreSQL share a small machine), durable, and reachable
 * over loopback TCP, and over a socket where one is asked for.
 */
const DEFAULTS: PostgresSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  max_connections: 100,
  superuser_reserved_connections: 3,
  shared_buffers: sharedBuffers(),
  huge_pages: 'off',
  work_mem: '4MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '256MB',
  max_wal_size: '512MB',
  jit: 'off',
  io_method: 'sync',
  max_worker_processes: 4,
  max_logical_replication_workers: 0,
  max_parallel_workers_per_gather: 1,
  autovacuum_max_workers: 2,
  random_page_cost: 1.1,
  timezone: 'UTC',
  log_timezone: 'UTC',
  fsync: 'on',
  synchronous_commit: 'on',
  // Statement errors reach the caller and are logged there, redacted. Here they would put the
  // offending values (addresses, names) into a file that nobody redacts.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
};

/** For tests: a crash of the machine may lose everything, and nothing waits for the disk. */
const NOT_DURABLE: PostgresSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
};

/** A socket in the cluster's folder, which PostgreSQL works in: so its path is never too long for it. */
export const ON_SOCKET: PostgresSettings = {
  unix_socket_directories: '.',
  unix_socket_permissions: '0700',
};

export function settingArguments(durable: boolean, overrides: PostgresSettings = {}): string[] {
  const settings = { ...DEFAULTS, ...(durable ? {} : NOT_DURABLE), ...overrides };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
