import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceDirectory } from '../platform/config/paths.js';
import { referencePages } from './reference/reference-pages.js';

mkdirSync(referenceDirectory, { recursive: true });
for (const [name, text] of Object.entries(referencePages()))
  writeFileSync(join(referenceDirectory, name), text);
