import { expect, it } from 'vitest';
import type { TestSpecification, Vitest } from 'vitest/node';
import { LongestFirst } from './longest-first.js';

const order = (known: Readonly<Record<string, number>>, names: readonly string[]) => {
  const nameOf = ({ moduleId }: TestSpecification) => moduleId.slice('/house/'.length);
  const cache = {
    getTestSpecificationResult: (file: TestSpecification) => {
      const duration = known[nameOf(file)];
      return duration === undefined ? undefined : { failed: false, duration };
    },
  };
  const files = names.map((name) => ({ moduleId: `/house/${name}` }) as TestSpecification);
  const vitest = { config: { root: '/house' }, cache } as unknown as Vitest;
  return new LongestFirst(vitest).inOrder(files).map(nameOf);
};

it('runs browsers and faults first in a clone that never ran, and quick tests last', () => {
  const names = [
    'server/src/kernel/page.spec.ts',
    'server/src/modules/audit/audit.repository.spec.ts',
    'e2e/roles.e2e-spec.ts',
    'e2e/browser/staff.e2e-spec.ts',
  ];
  expect(order({}, names)).toEqual(names.toReversed());
});

it('goes by what a file took at the last run, where that is known', () => {
  const known = { 'e2e/roles.e2e-spec.ts': 90_000, 'e2e/browser/staff.e2e-spec.ts': 5_000 };
  expect(
    order(known, ['e2e/browser/staff.e2e-spec.ts', 'e2e/new.e2e-spec.ts', 'e2e/roles.e2e-spec.ts']),
  ).toEqual(['e2e/roles.e2e-spec.ts', 'e2e/new.e2e-spec.ts', 'e2e/browser/staff.e2e-spec.ts']);
});
