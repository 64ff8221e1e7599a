import { loadConfig } from '../platform/config/config.js';
import { environment } from '../platform/config/environment.js';
import { addKey } from '../platform/crypto/key-ring.js';

const usage = `Makes a new key that seals fields: npm run keys:add
  Without GATEHOUSE_ENCRYPTION_KEYS it is put before the others in the data folder, and takes effect
  at the next start. Else it is printed, to be put there: docs/operations/keys.md says how.
Exit code 0: done. 2: it could not be done.
`;

try {
  process.stdout.write(process.argv.includes('--help') ? usage : add());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

function add(): string {
  const added = addKey(loadConfig(environment));
  if ('file' in added)
    return `The key ${added.id} stands first in ${added.file}. Restart Gatehouse; fields are sealed anew within the hour.\n`;
  return `${added.key}\nPut it into GATEHOUSE_ENCRYPTION_KEYS: docs/operations/keys.md says where.\n`;
}
