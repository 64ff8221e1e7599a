import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Git-ignored: what the scripts bring and remember. */
export const RUNTIME = path.join(ROOT, '.runtime');

export const at = (...parts) => path.join(ROOT, ...parts);

export const hasConsole = () => existsSync(at('console', 'vite.config.ts'));
