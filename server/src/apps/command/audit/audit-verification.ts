import { Pool } from 'pg';
import {
  type AuditVerdict,
  verifyAuditChain,
  type VerifyOptions,
} from '../../../modules/audit/audit-verifier.js';
import { loadConfig } from '../../../platform/config/config.js';
import { environment } from '../../../platform/config/environment.js';
import { openKeyRing } from '../../../platform/crypto/key-ring.js';
import { Database } from '../../../platform/database/database.js';
import { reachDatabase } from '../../reach-database.js';

/** Verifies the audit trail of the installation, whether or not a server runs on it. */
export async function verifyAudit(options: VerifyOptions): Promise<AuditVerdict> {
  const config = loadConfig(environment);
  const database = await reachDatabase(config);
  const pool = new Pool({ connectionString: database.url, max: 1 });
  try {
    return await verifyAuditChain(new Database(pool), openKeyRing(config), options);
  } finally {
    await pool.end();
    await database.stop();
  }
}
