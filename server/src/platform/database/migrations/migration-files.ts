import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export interface MigrationFile {
  module: string;
  /** `0001_create_users`, without the ending. */
  name: string;
  sql: string;
  checksum: string;
  /** True when the first line is `-- no-transaction`; such a file holds one statement. */
  outsideTransaction: boolean;
}

/** Its tables are what the others stand on, and the record of migrations lives in it. */
const FIRST_MODULE = 'platform';
const FILE_NAME = /^(\d{4})_[a-z0-9_]+\.sql$/;
const MODULE_NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** A module's SQL namespace: `service-requests` owns `service_requests`. */
export function namespaceOf(module: string): string {
  return module.replaceAll('-', '_');
}

/**
 * Reads `<directory>/<module>/0001_name.sql`, in the order in which they run.
 *
 * @throws an Error naming the file that is misnamed, doubled or skipped.
 */
export async function readMigrationFiles(
  directory: string,
  modules?: readonly string[],
): Promise<MigrationFile[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const found = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const unknown = modules?.find((module) => !found.includes(module));
  if (unknown) throw new Error(`There is no folder ${path.join(directory, unknown)}.`);
  const wanted = found.filter((module) => modules?.includes(module) ?? true);
  const files: MigrationFile[] = [];
  for (const module of wanted.toSorted(platformFirst)) {
    files.push(...(await readModule(directory, module)));
  }
  return files;
}

function platformFirst(one: string, other: string): number {
  if (one === FIRST_MODULE) return -1;
  if (other === FIRST_MODULE) return 1;
  return one < other ? -1 : 1;
}

async function readModule(directory: string, module: string): Promise<MigrationFile[]> {
  const folder = path.join(directory, module);
  if (!MODULE_NAME.test(module)) throw new Error(`${folder} is not named like a module.`);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  return Promise.all(
    names.map(async (name, index) => {
      const number = Number(FILE_NAME.exec(name)?.[1]);
      if (number !== index + 1) {
        const expected = String(index + 1).padStart(4, '0');
        throw new Error(
          `${path.join(folder, name)} should be number ${expected} of its module: files are named ` +
            `0001_what_it_does.sql and numbered without gaps. Rename it.`,
        );
      }
      const sql = (await readFile(path.join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return {
        module,
        name: name.slice(0, -'.sql'.length),
        sql,
        checksum: createHash('sha256').update(sql).digest('hex'),
        outsideTransaction: sql.startsWith('-- no-transaction'),
      };
    }),
  );
}
