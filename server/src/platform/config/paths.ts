import { fileURLToPath } from 'node:url';

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Folder of the migrations, one folder a module below it. */
export const migrationsDirectory = fromHere('../../../migrations');
/** Folder of the built console. */
export const consoleDirectory = fromHere('../../../../console/dist');
/** Folder of the reference pages, which are made from the code. */
export const referenceDirectory = fromHere('../../../../docs/reference');
