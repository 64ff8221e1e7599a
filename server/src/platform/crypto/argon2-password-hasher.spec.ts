import { afterAll, expect, it } from 'vitest';
import { loadConfig } from '../config/config.js';
import { Argon2PasswordHasher } from './argon2-password-hasher.js';

const config = loadConfig({
  GATEHOUSE_ARGON2_MEMORY_KIB: '8192',
  GATEHOUSE_ARGON2_ITERATIONS: '1',
});
const hasher = new Argon2PasswordHasher(config, 1);
afterAll(() => hasher.close());

it('serves those who wait in the order in which they came', async () => {
  const served: number[] = [];
  const numbers = Array.from({ length: 20 }, (_, number) => number);
  await Promise.all(
    numbers.map(async (number) => {
      await hasher.hash(`password ${number}`);
      served.push(number);
    }),
  );
  expect(served).toEqual(numbers);
});
