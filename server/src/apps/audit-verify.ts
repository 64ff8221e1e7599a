import { parseArgs } from 'node:util';
import { Pool } from 'pg';
import { type AuditVerdict, verifyAuditChain } from '../modules/audit/audit-verifier.js';
import { type Config, loadConfig } from '../platform/config/config.js';
import { environment } from '../platform/config/environment.js';
import { openKeyRing } from '../platform/crypto/key-ring.js';
import { Database } from '../platform/database/database.js';
import { reachDatabase } from './reach-database.js';

const usage = `Verifies the audit trail: npm run audit:verify -- [--json] [--noted SEQUENCE:HASH]
  --json   prints the verdict as JSON
  --noted  an end of the trail that was printed before; the trail must still contain it
Exit code 0: nothing was changed. 1: something was. 2: it could not be verified.`;

const print = (text: string): void => void process.stdout.write(`${text}\n`);

try {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, noted: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) print(usage);
  else {
    const verdict = await verify(loadConfig(environment), values.noted);
    print(values.json ? JSON.stringify(verdict) : sentence(verdict));
    process.exitCode = verdict.valid ? 0 : 1;
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

async function verify(config: Config, noted: string | undefined): Promise<AuditVerdict> {
  const database = await reachDatabase(config);
  const pool = new Pool({ connectionString: database.url, max: 1 });
  try {
    const options = noted === undefined ? {} : { noted: parseNoted(noted) };
    return await verifyAuditChain(new Database(pool), openKeyRing(config), options);
  } finally {
    await pool.end();
    await database.stop();
  }
}

function parseNoted(text: string): { sequence: number; hash: string } {
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined || hash === undefined)
    throw new Error('--noted must look like 42:HASH, as printed by an earlier run.');
  return { sequence: Number(sequence), hash };
}

function sentence(verdict: AuditVerdict): string {
  if (verdict.valid)
    return `The audit trail is whole: ${verdict.entries} entries. Its end, to note down: ${verdict.entries}:${verdict.hash}`;
  return `The audit trail was changed, first at entry ${verdict.sequence} (${verdict.fault}): ${verdict.reason}.`;
}
