import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  failed,
  startSecurity,
  type TestSecurity,
  times,
} from '../../../../test/harness/security.js';
import { minutes } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { EndedBlocksJob } from './ended-blocks.job.js';
import { IpBlocksService } from './ip-blocks.service.js';

let security: TestSecurity;
beforeEach(async () => {
  security = await startSecurity();
});
afterEach(() => security.stop());

it('a block that ran out is told of once, and one that was lifted as such alone', async () => {
  const job = security.get(EndedBlocksJob);
  await security.handle(...times(20, () => failed(security, '192.0.2.7', 'ada')));
  const blocks = security.get(IpBlocksService);
  const wish = { reason: 'Scanning', minutes: 5, confirm: false };
  const lifted = await blocks.create({ ...wish, network: '198.51.100.7' }, newId(), '203.0.113.1');
  await blocks.lift(lifted.id, newId(), 'A mistake');
  await job.turn();
  expect(await security.told('ip_block.expired')).toEqual([]);
  security.clock.ahead = minutes(16);
  await Promise.all(times(4, () => job.turn()));
  await job.turn();
  expect(await security.told('ip_block.expired')).toMatchObject([
    { data: { network: '192.0.2.7/32' } },
  ]);
});
