import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface SourceFile {
  /** Path from the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** What it imports: a path from the root, or a package's name. */
  readonly imports: readonly string[];
}

/** A rule of "Who may import whom": what is wrong with a file, or nothing. */
type Rule = (file: SourceFile) => string[];

// Not a path that ends in the word, such as '/users/import'.
const importPattern = /(?<![\w/])(?:from|import)\s*\(?\s*'([^']+)'/g;

function sourceFile(path: string, text: string): SourceFile {
  const imports = [...text.matchAll(importPattern)].map(([, target = '']) =>
    target.startsWith('.')
      ? normalize(join(dirname(path), target))
          .split(sep)
          .join('/')
      : target,
  );
  return { path, text, imports };
}

/** Unit tests stand beside what they test, and know it from within; tests from outside do not. */
const isUnitTest = (path: string): boolean =>
  /\.(e2e-)?spec\.tsx?$/.test(path) && !/^(e2e|bench)\//.test(path);

function read(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !/\/(dist|node_modules)\//.test(path))
    .map((path) => sourceFile(path, readFileSync(join(root, path), 'utf8')));
}

const isContract = (target: string): boolean => target.startsWith('@gatehouse/contracts/');
const isOurs = (target: string): boolean =>
  /^(server|contracts|client|console|e2e|bench)\//.test(target);
const moduleOf = (path: string): string | undefined =>
  /^server\/src\/modules\/([^/]+)\//.exec(path)?.[1];
const within = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}/`);

/** A rule for the files of a folder: imports that are not allowed there. */
const only =
  (folder: string, allowed: (target: string) => boolean): Rule =>
  ({ path, imports }) =>
    within(path, folder) ? imports.filter((target) => !allowed(target)) : [];

/**
 * Modules that business modules may call, and those that only listen to events: of these some read
 * people's names, by a port, and so does security, which calls nobody otherwise.
 */
const mayCall: Readonly<Record<string, readonly string[]>> = {
  identity: ['security'],
  security: ['identity'],
  audit: ['identity'],
  notifications: ['identity'],
  webhooks: ['identity'],
  realtime: ['notifications', 'security'],
  'event-log': [],
  publication: [],
  search: [],
};
const businessMayCall = ['identity', 'security'];

/** What tests of both trees start, databases on the server of the whole run and real servers, and how they wait. */
const sharedByTests = ['database.js', 'own-postgres.js', 'mmdb.js', 'servers', 'waiting'].map(
  (name) => `server/test/harness/${name}`,
);

const rules: Readonly<Record<string, Rule>> = {
  '1. contracts import Zod alone': only(
    'contracts/src',
    (target) => target === 'zod' || target.startsWith('contracts/src/'),
  ),
  '1. the kernel imports only contracts, uuid and Node': only(
    'server/src/kernel',
    (target) =>
      isContract(target) || /^(node:|uuid$)/.test(target) || within(target, 'server/src/kernel'),
  ),
  '2. the platform imports the kernel and contracts': only(
    'server/src/platform',
    (target) => !isOurs(target) || /^server\/src\/(platform|kernel)\//.test(target),
  ),
  '3. a module imports another only through its port': ({ path, imports }) => {
    const own = moduleOf(path);
    return imports.filter((target) => {
      const other = moduleOf(target);
      return (
        own !== undefined && other !== undefined && own !== other && !target.endsWith('.port.js')
      );
    });
  },
  '4. nobody imports apps': ({ path, imports }) =>
    within(path, 'server/src/apps') || path === 'server/src/main.ts'
      ? []
      : imports.filter((target) => within(target, 'server/src/apps')),
  '5. console, client, e2e and bench import contracts and client only': ({ path, imports }) => {
    const own = /^(console|client|e2e|bench)\//.exec(path)?.[1];
    if (own === undefined) return [];
    const others: Readonly<Record<string, readonly string[]>> = {
      bench: ['e2e/harness', ...sharedByTests],
      e2e: sharedByTests,
    };
    const friends = [own, ...(others[own] ?? [])];
    // Benchmarks run as they are written, and so name files with what they end in.
    const isFriend = (target: string) =>
      friends.some((friend) => within(target.replace(/\.ts$/, '.js'), friend));
    return imports.filter((target) => isOurs(target) && !isFriend(target));
  },
  '5. the server and its tests import nothing of the others': ({ path, imports }) =>
    within(path, 'server')
      ? imports.filter((target) => /^(console|client|e2e|bench)\//.test(target))
      : [],
  '6. modules call only those that they may': ({ path, imports }) => {
    const own = moduleOf(path);
    if (own === undefined) return [];
    const allowed = [own, ...(mayCall[own] ?? businessMayCall)];
    return imports.filter((target) => !allowed.includes(moduleOf(target) ?? own));
  },
  '7. no forwardRef, and no barrel in the server': ({ path, text }) =>
    path.startsWith('server/')
      ? [
          ...(text.includes('forwardRef') ? ['forwardRef'] : []),
          ...(path.endsWith('/index.ts') ? ['index.ts'] : []),
        ]
      : [],
  '8. Drizzle only in repositories, tables and the database': ({ path, imports }) =>
    path.startsWith('server/src/') &&
    !/\.(repository|table)\.ts$|^server\/src\/platform\/database\//.test(path)
      ? imports.filter((target) => target.startsWith('drizzle-orm'))
      : [],
  '8. Fastify only in platform/http, controllers and gateways': ({ path, imports }) =>
    path.startsWith('server/src/') &&
    !/\.(controller|gateway)\.ts$|^server\/src\/platform\/http\//.test(path)
      ? imports.filter((target) => /^@?fastify/.test(target))
      : [],
  '8. process.env only in platform/config': ({ path, text }) =>
    path.startsWith('server/src/') && !within(path, 'server/src/platform/config')
      ? (text.match(/process\.env\b/g) ?? [])
      : [],
  '8. clock and chance only through kernel and platform': ({ path, text }) =>
    within(path, 'server/src/modules')
      ? (text.match(/Date\.now\(|new Date\(\)|Math\.random\(|random(Bytes|UUID|Int)\(/g) ?? [])
      : [],
  'a file has at most 400 lines': ({ text }) => {
    const lines = text.split('\n').length - 1;
    return lines > 400 ? [`${lines} lines`] : [];
  },
};

/** Exceptions, each with its reason. This list may only shrink. */
const exceptions: readonly (readonly [rule: string, path: string, reason: string])[] = [
  [
    '8. Fastify only in platform/http, controllers and gateways',
    'server/src/modules/identity/sessions/session-cookies.ts',
    'sets the cookies of three controllers',
  ],
];

const folders = [
  'contracts/src',
  'client/src',
  'console/src',
  'server/src',
  'server/test',
  'e2e',
  'bench',
];
const files = folders.flatMap(read);
/** Who may import whom across the workspaces holds for unit tests, too. */
const filesUnder = (rule: string): readonly SourceFile[] =>
  rule.startsWith('5.') ? files : files.filter(({ path }) => !isUnitTest(path));
const isExcepted = (rule: string, path: string): boolean =>
  exceptions.some(([ruled, excepted]) => ruled === rule && excepted === path);

describe('architecture', () => {
  it.each(Object.entries(rules))('%s', (name, rule) => {
    const broken = filesUnder(name)
      .filter(({ path }) => !isExcepted(name, path))
      .flatMap((file) => rule(file).map((what) => `${file.path}: ${what}`));
    expect(broken).toEqual([]);
  });

  it('has no exception that is no longer needed', () => {
    const needed = exceptions.filter(([name, path]) => {
      const file = files.find((candidate) => candidate.path === path);
      return file !== undefined && (rules[name]?.(file).length ?? 0) > 0;
    });
    expect(needed).toEqual(exceptions);
  });

  // Each rule must find what it forbids, or it forbids nothing.
  it.each<[rule: string, path: string, text: string]>([
    ['1. contracts import Zod alone', 'contracts/src/a.ts', "import 'node:fs';"],
    [
      '1. the kernel imports only contracts, uuid and Node',
      'server/src/kernel/a.ts',
      "import '../platform/b.js';",
    ],
    [
      '2. the platform imports the kernel and contracts',
      'server/src/platform/x/a.ts',
      "import '../../modules/b/b.js';",
    ],
    [
      '3. a module imports another only through its port',
      'server/src/modules/a/a.ts',
      "import { b } from '../b/b.service.js';",
    ],
    ['4. nobody imports apps', 'server/src/platform/a.ts', "import '../apps/all.js';"],
    [
      '5. console, client, e2e and bench import contracts and client only',
      'console/src/a.ts',
      "import '../../server/src/main.js';",
    ],
    [
      '5. console, client, e2e and bench import contracts and client only',
      'e2e/attacks/a.e2e-spec.ts',
      "import '../../server/src/kernel/id.js';",
    ],
    [
      '5. the server and its tests import nothing of the others',
      'server/src/a/a.spec.ts',
      "import '../../../e2e/harness/api.js';",
    ],
    [
      '6. modules call only those that they may',
      'server/src/modules/payments/a.ts',
      "import '../audit/audit.port.js';",
    ],
    ['7. no forwardRef, and no barrel in the server', 'server/src/modules/a/index.ts', ''],
    [
      '8. Drizzle only in repositories, tables and the database',
      'server/src/modules/a/a.service.ts',
      "import { eq } from 'drizzle-orm';",
    ],
    [
      '8. Fastify only in platform/http, controllers and gateways',
      'server/src/modules/a/a.service.ts',
      "import type { X } from 'fastify';",
    ],
    ['8. process.env only in platform/config', 'server/src/modules/a/a.ts', 'process.env.X'],
    [
      '8. clock and chance only through kernel and platform',
      'server/src/modules/a/a.ts',
      'Math.random()',
    ],
    ['a file has at most 400 lines', 'server/src/a.ts', '\n'.repeat(401)],
  ])('rule "%s" finds a breach', (name, path, text) => {
    expect(rules[name]?.(sourceFile(path, text))).not.toEqual([]);
  });
});
