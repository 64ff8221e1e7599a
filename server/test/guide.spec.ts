import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const workspaces = ['contracts', 'client', 'server', 'console'];
const made = /(^|\/)(node_modules|dist)(\/|$)|\.tsbuildinfo$/;

let page: string;
let copy: string;
beforeAll(async () => {
  page = await readFile(path.join(root, 'docs/guide/new-module.md'), 'utf8');
  // Below the packages: where they were links, the compiler could not name their types.
  const folder = path.join(root, 'dist');
  await mkdir(folder, { recursive: true });
  copy = await mkdtemp(path.join(folder, 'guide-'));
  for (const name of [...workspaces, 'e2e', 'tsconfig.base.json', 'vitest.config.ts'])
    await cp(path.join(root, name), path.join(copy, name), {
      recursive: true,
      filter: (source) => !made.test(path.relative(root, source)),
    });
  // Of the packages, the workspaces alone are copies.
  for (const name of workspaces) {
    await linkPackages(name);
    await link(path.join(copy, name), path.join(copy, 'node_modules/@gatehouse', name));
  }
});
afterAll(() => rm(copy, { recursive: true, force: true }));

async function link(target: string, from: string): Promise<void> {
  await mkdir(path.dirname(from), { recursive: true });
  await symlink(target, from);
}

/** Links what a workspace has for itself, as another version than the others have. */
async function linkPackages(workspace: string): Promise<void> {
  const own = path.join(root, workspace, 'node_modules');
  const names = await readdir(own).catch((): string[] => []);
  for (const name of names.filter((each) => !each.startsWith('.')))
    await link(path.join(own, name), path.join(copy, workspace, 'node_modules', name));
}

/** Files that the page gives whole: their name, an empty line, and what is in them. */
const wholeFiles = () =>
  [...page.matchAll(/^`([\w./-]+)`\n\n```\w+\n([^]*?)^```$/gm)].map(
    ([, name = '', text = '']) => [name, text] as const,
  );

/** A block of the page that begins like this. */
const blockOf = (begin: string): string => {
  const block = page.split(/^```\w*\n/m).find((part) => part.startsWith(begin));
  if (block === undefined) throw new Error(`the page has no block that begins with ${begin}`);
  return block;
};

/** What the page has one add to files that are there: behind which text, and what. */
const additions = (): readonly (readonly [file: string, behind: string, text: string])[] => [
  ['contracts/src/events.ts', '', "import { noteEvents } from './notes/events.js';\n"],
  ['contracts/src/events.ts', 'export const events = {\n', '  ...noteEvents,\n'],
  ['contracts/src/routes.ts', '', "import { noteRoutes } from './notes/notes.js';\n"],
  ['contracts/src/routes.ts', 'export const routes = {\n', '  notes: noteRoutes,\n'],
  [
    'contracts/src/permissions.ts',
    'export const permissions = {\n',
    `  ${/`('note:manage': '[^']+')`/.exec(page)?.[1]},\n`,
  ],
  [
    'server/src/apps/all.ts',
    '',
    "import { NotesModule } from '../modules/notes/notes.module.js';\n",
  ],
  ['server/src/apps/all.ts', '        EventLogModule,\n', '        NotesModule,\n'],
  [
    'console/src/features/audit/sentences.ts',
    'const sentences: Record<string, (told: Told) => string> = {\n',
    `  ${/`(\[events\.noteWritten\.type\][^`]+)`/.exec(page)?.[1]},\n`,
  ],
  ['console/src/app/router.tsx', 'const shellRoutes = [\n', blockOf('createRoute({')],
  ['console/src/app/navigation.ts', "    | '/'\n", "    | '/pinboard'\n"],
  ['console/src/app/navigation.ts', '  ShieldUser,\n', '  StickyNote,\n'],
  ['console/src/app/navigation.ts', "label: 'Organization',\n    items: [\n", blockOf('{ to: ')],
];

async function add(file: string, behind: string, text: string): Promise<void> {
  const known = await readFile(path.join(copy, file), 'utf8');
  const [before, ...after] = known.split(behind || /^/);
  if (behind !== '' && after.length === 0) throw new Error(`${file} has no ${behind}`);
  const changed = behind === '' ? text + known : [before, text + after.join(behind)].join(behind);
  await writeFile(path.join(copy, file), changed);
}

/** What the compiler says of the copy. */
function compile(): string {
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  const projects = ['contracts', 'client', 'server', 'server/tsconfig.test.json', 'console'];
  const { stdout } = spawnSync(process.execPath, [compiler, '-b', ...projects], {
    cwd: copy,
    encoding: 'utf8',
  });
  return stdout;
}

it('whoever adds a module word by word has code that compiles, up to its page in the console', async () => {
  const files = wholeFiles();
  expect(files.map(([name]) => name)).toEqual(
    expect.arrayContaining([
      'contracts/src/notes/notes.ts',
      'server/src/modules/notes/notes.service.ts',
      'console/src/features/notes/notes-page.tsx',
      'e2e/browser/notes.e2e-spec.ts',
    ]),
  );
  for (const [name, text] of files) {
    const file = path.join(copy, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  for (const addition of additions()) await add(...addition);
  expect(compile()).toBe('');
  // And what does not compile is found (negative control).
  await add(
    'console/src/features/notes/notes-page.tsx',
    '',
    'export const wrong: number = "no";\n',
  );
  expect(compile()).toContain('notes-page.tsx');
}, 300_000);
