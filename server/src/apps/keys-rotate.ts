import { Pool } from 'pg';
import { SystemClock } from '../kernel/clock.js';
import { SigningKeysRepository } from '../modules/identity/tokens/signing-keys.repository.js';
import { SigningKeysService } from '../modules/identity/tokens/signing-keys.service.js';
import { loadConfig } from '../platform/config/config.js';
import { environment } from '../platform/config/environment.js';
import { AesFieldCipher } from '../platform/crypto/aes-field-cipher.js';
import { openKeyRing } from '../platform/crypto/key-ring.js';
import { Database } from '../platform/database/database.js';
import { openTelemetry } from '../platform/telemetry/telemetry.module.js';
import { reachDatabase } from './reach-database.js';

const usage = `Makes a new key for access tokens: npm run keys:rotate
  It signs two minutes from now, when every instance knows it. Tokens of the key before stay good
  until they expire. Nobody is signed out, and nothing has to be restarted.
Exit code 0: done. 2: it could not be done.
`;

try {
  process.stdout.write(process.argv.includes('--help') ? usage : await rotate());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

async function rotate(): Promise<string> {
  const config = loadConfig(environment);
  const database = await reachDatabase(config);
  const pool = new Pool({ connectionString: database.url, max: 1 });
  const clock = new SystemClock();
  const telemetry = openTelemetry(config, clock);
  try {
    const keys = new SigningKeysService(
      new Database(pool),
      new SigningKeysRepository(),
      new AesFieldCipher(openKeyRing(config)),
      clock,
      config,
      telemetry.logger,
    );
    const { id, activeFrom } = await keys.rotate();
    return `The key ${id} signs from ${activeFrom.toISOString()} on.\n`;
  } finally {
    await pool.end();
    await database.stop();
    await telemetry.outputs.close();
  }
}
