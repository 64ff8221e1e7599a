import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ESTree, parseSync, Visitor } from 'vite';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const places = ['contracts/src', 'client/src', 'server/src', 'console/src', 'e2e', 'bench'];

/** Something that is counted: the most that is right, and what is more already, which may only shrink. */
interface Size {
  readonly most: number;
  readonly exceptions: Readonly<Record<string, number>>;
}

const functions: Size = {
  most: 40,
  exceptions: {
    'bench/events.bench.ts': 41,
    'bench/responsiveness.bench.ts': 47,
    'server/src/platform/database/embedded/cluster.ts': 42,
  },
};
const constructors: Size = {
  most: 6,
  exceptions: {
    'server/src/modules/audit/verification/verifications.job.ts': 7,
    'server/src/modules/event-log/parked/parked.job.ts': 7,
    'server/src/modules/event-log/replays/replays.service.ts': 7,
    'server/src/modules/identity/account-export/account-export.job.ts': 9,
    'server/src/modules/identity/email-changes/email-changes.service.ts': 8,
    'server/src/modules/identity/email-changes/email-confirmation.service.ts': 7,
    'server/src/modules/identity/erasure/erasure.service.ts': 9,
    'server/src/modules/identity/erasure/orders/ordering.service.ts': 7,
    'server/src/modules/identity/factors/enrolment.service.ts': 7,
    'server/src/modules/identity/factors/passkey/passkeys.service.ts': 7,
    'server/src/modules/identity/factors/two-factor.service.ts': 9,
    'server/src/modules/identity/identity.module.ts': 7,
    'server/src/modules/identity/invitations/invitations.service.ts': 7,
    'server/src/modules/identity/memberships/new-members.service.ts': 7,
    'server/src/modules/identity/memberships/owners.service.ts': 7,
    'server/src/modules/identity/operator/operator-accounts.service.ts': 8,
    'server/src/modules/identity/people/people-deeds.service.ts': 7,
    'server/src/modules/identity/policies/policies.service.ts': 7,
    'server/src/modules/identity/recovery/recovery.service.ts': 9,
    'server/src/modules/identity/recovery/rescue.service.ts': 7,
    'server/src/modules/identity/registration/confirmation.service.ts': 7,
    'server/src/modules/identity/setup/setup.service.ts': 7,
    'server/src/modules/identity/sign-in/challenges/challenges.service.ts': 7,
    'server/src/modules/identity/sign-in/password/password-sign-in.service.ts': 8,
    'server/src/modules/identity/social/connections/connections.service.ts': 7,
    'server/src/modules/identity/social/sign-in/newcomers.service.ts': 7,
    'server/src/modules/identity/users/claims.service.ts': 7,
    'server/src/modules/identity/users/standing.service.ts': 9,
    'server/src/modules/notifications/carriage/carriage.service.ts': 9,
    'server/src/modules/notifications/carriage/messages.service.ts': 7,
    'server/src/modules/notifications/carriage/text-sender.ts': 7,
    'server/src/modules/notifications/deliveries/deliveries.job.ts': 8,
    'server/src/modules/notifications/deliveries/deliveries.service.ts': 7,
    'server/src/modules/notifications/deliveries/sending.service.ts': 7,
    'server/src/modules/notifications/notices/telling.service.ts': 7,
    'server/src/modules/security/detections/watch.service.ts': 7,
    'server/src/modules/webhooks/sending/switch-off.service.ts': 7,
  },
};
const folders: Size = {
  most: 12,
  exceptions: {
    bench: 21,
    'bench/harness': 20,
    'console/src/app': 22,
    'console/src/features/audit': 13,
    'console/src/features/identity/two-factor': 16,
    'console/src/features/identity/api-keys': 13,
    'console/src/features/identity/users': 19,
    'console/src/ui': 51,
    'contracts/src': 26,
    'contracts/src/identity': 39,
    'e2e/harness': 17,
    'server/src/modules/identity/users': 17,
    'server/src/modules/security/detections': 13,
    'server/src/platform/config': 17,
    'server/src/platform/http': 28,
    'server/src/platform/telemetry': 19,
  },
};

/** Files of the program; tests are as long as their story, and several of them belong to one file. */
const files = places.flatMap((place) =>
  readdirSync(join(root, place), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!spec)\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !/\/(dist|node_modules)\//.test(path)),
);

const tallied = (names: readonly string[]): Map<string, number> =>
  names.reduce((tally, name) => tally.set(name, (tally.get(name) ?? 0) + 1), new Map());

/** Lines of the longest function of a text, and parameters of its longest constructor. */
function measure(path: string, text: string): { lines: number; parameters: number } {
  let lines = 0;
  let parameters = 0;
  const see = ({ start, end }: ESTree.Span) =>
    void (lines = Math.max(lines, text.slice(start, end).split('\n').length));
  new Visitor({
    FunctionDeclaration: see,
    FunctionExpression: see,
    ArrowFunctionExpression: see,
    MethodDefinition: ({ kind, value }) => {
      if (kind === 'constructor') parameters = Math.max(parameters, value.params.length);
    },
  }).visit(parseSync(path, text).program);
  return { lines, parameters };
}

const measured = files.map((path) => ({
  path,
  ...measure(path, readFileSync(join(root, path), 'utf8')),
}));

/** What is more than is right, and more than it was; and exceptions that are needed no longer. */
function breaches(found: Iterable<readonly [string, number]>, { most, exceptions }: Size) {
  const sizes = new Map(found);
  const grown = [...sizes].filter(([name, size]) => size > (exceptions[name] ?? most));
  const needless = Object.keys(exceptions).filter((name) => (sizes.get(name) ?? 0) <= most);
  return { grown, needless };
}

const none = { grown: [], needless: [] };

describe('sizes', () => {
  it('a function has at most 40 lines, where it is no markup', () => {
    const found = measured
      .filter(({ path }) => !path.startsWith('console/'))
      .map(({ path, lines }) => [path, lines] as const);
    expect(breaches(found, functions)).toEqual(none);
  });

  it('a constructor has at most 6 parameters', () => {
    const found = measured.map(({ path, parameters }) => [path, parameters] as const);
    expect(breaches(found, constructors)).toEqual(none);
  });

  it('a folder has at most 12 files', () => {
    const found = tallied(files.map((path) => path.slice(0, path.lastIndexOf('/'))));
    expect(breaches(found, folders)).toEqual(none);
  });

  // Each rule must find what it forbids, or it forbids nothing.
  it('finds what is too long, and what was allowed and grew', () => {
    const long = `const f = () => {${'\n'.repeat(40)}};`;
    expect(measure('a.ts', long).lines).toBe(41);
    expect(measure('a.ts', 'class A { constructor(a, b, private readonly c: C) {} }')).toEqual({
      lines: 1,
      parameters: 3,
    });
    const size = { most: 2, exceptions: { b: 4, c: 4, d: 3 } };
    const found = [['a', 3] as const, ['b', 4] as const, ['c', 5] as const, ['d', 2] as const];
    expect(breaches(found, size)).toEqual({
      grown: [
        ['a', 3],
        ['c', 5],
      ],
      needless: ['d'],
    });
  });
});
