import { Pool } from 'pg';
import {
  type AuditVerdict,
  verifyAuditChain,
  type VerifyOptions,
} from '../../../modules/audit/audit-verifier.js';
import { loadConfig } from '../../../platform/config/config.js';
import { environment } from '../../../platform/config/environment.js';
import { migrationsDirectory } from '../../../platform/config/paths.js';
import { openKeyRing } from '../../../platform/crypto/key-ring.js';
import { Database } from '../../../platform/database/database.js';
import { assertMigrated } from '../../../platform/database/migrator.js';
import { reachDatabase } from '../../reach-database.js';

/**
 * Verifies the audit trail of the installation, whether or not a server runs on it.
 * @throws an Error for a database that is not migrated
 */
export async function verifyAudit(options: VerifyOptions): Promise<AuditVerdict> {
  const config = loadConfig(environment);
  const database = await reachDatabase(config);
  const pool = new Pool({ connectionString: database.url, max: 1 });
  // The pool ends before its connection does: a database that stops meanwhile is no error here.
  pool.on('error', () => undefined);
  try {
    // Not migrated here: what is verified is left as it is.
    await assertMigrated(pool, migrationsDirectory);
    return await verifyAuditChain(new Database(pool), openKeyRing(config), options);
  } finally {
    await pool.end();
    await database.stop();
  }
}
