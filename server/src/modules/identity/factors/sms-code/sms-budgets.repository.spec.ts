import { afterEach, beforeEach, expect, it } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../../test/harness/identity.js';
import { after, hourOf, hours, minutes } from '../../../../kernel/clock.js';
import { SmsBudgets } from './sms-budgets.port.js';
import { SmsCodeFactor } from './sms-code.factor.js';

let identity: TestIdentity;
let budgets: SmsBudgets;

beforeEach(async () => {
  identity = await startIdentity({
    GATEHOUSE_SMS_PER_NUMBER: '3',
    GATEHOUSE_SMS_PER_COUNTRY: '5',
  });
  budgets = identity.get(SmsBudgets);
  // Far from the end of an hour.
  identity.clock.moveTo(after(hourOf(identity.clock.now()), minutes(30)));
});
afterEach(() => identity.stop());

const nextHour = () => after(hourOf(identity.clock.now()), hours(1));
const takeAll = async (number: string, count: number) => {
  const taken = await Promise.all(Array.from({ length: count }, () => budgets.take(number)));
  return taken.filter((usedUp) => usedUp === null).length;
};

it('of many at once as many go out as the number and its country may have in an hour', async () => {
  expect(await takeAll('+358401234567', 10)).toBe(3);
  expect(await budgets.take('+358401234567')).toEqual({ budget: 'number', until: nextHour() });
  expect(await takeAll('+358401234568', 10)).toBe(2);
  expect(await budgets.take('+358401234569')).toEqual({ budget: 'country', until: nextHour() });
  // What the country refused was not counted to the number; other countries have their own.
  await budgets.giveBack('+358401234567');
  expect(await takeAll('+358401234569', 10)).toBe(1);
  expect(await takeAll('+4915112345678', 10)).toBe(3);
  identity.clock.moveTo(nextHour());
  expect(await takeAll('+358401234567', 10)).toBe(3);
});

it('takes no code from anybody who signs in', async () => {
  const number = '+358401234567';
  await takeAll(number, 10);
  await takeAll('+358401234568', 10);
  const { userId } = await identity.addPerson();
  const key = { binding: 'test', channel: 'sms', userId } as const;
  const code = await identity.database.transaction((tx) =>
    identity.get(SmsCodeFactor).prepare(tx, key, number, 'confirmed'),
  );
  expect(code.sent.to).toContain('67');
});
