import {
  isAnyPermission,
  platformRoles,
  sessionPermissions,
} from '@gatehouse/contracts/permissions';
import type { Measurement } from './harness/bench.ts';
import { runLoad } from './harness/load.ts';
import { rowOf, shareText } from './harness/table.ts';

const checks = 5_000_000;

/** The permission check of a call as its share of one processor's time for the call. */
export const permissionCheck: Measurement = {
  name: 'permission-check',
  measure: async (bench) => {
    const gatehouse = await bench.gatehouse();
    bench.progress('Permission check against an authenticated GET');
    const { seconds } = bench.options;
    const requests = await gatehouse.checks(50);
    const { rate } = await runLoad({ url: gatehouse.url, connections: 50, seconds, requests });
    const nanoseconds = timeOfCheck();
    // The server answers on one thread.
    const share = (nanoseconds * rate) / 1e9;
    return [
      rowOf({
        measurement: 'Permission check, of whoever holds every permission',
        gatehouse: `${nanoseconds.toFixed(0)} ns`,
        against: `authenticated GET ${(1e6 / rate).toFixed(0)} µs`,
        ratio: shareText(share),
        mark: '< 5%',
        met: share < 0.05,
      }),
    ];
  },
};

/** As the pipeline asks: is it a permission, and is it held? */
function timeOfCheck(): number {
  const [platformRole] = platformRoles;
  const held = sessionPermissions({
    role: 'BOSS',
    customPermissions: null,
    groupPermissions: [],
    applicationPermissions: [],
    platformRole,
  });
  const names = [...held, 'no:such'];
  let allowed = 0;
  const run = () => {
    for (let index = 0; index < checks; index += 1) {
      const name = names[index % names.length] ?? '';
      if (isAnyPermission(name) && held.has(name)) allowed += 1;
    }
  };
  run();
  const started = performance.now();
  run();
  const nanoseconds = ((performance.now() - started) * 1e6) / checks;
  if (allowed === 0) throw new Error('nothing was allowed');
  return nanoseconds;
}
