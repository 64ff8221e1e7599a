import { expect, it } from 'vitest';
import { loadEstimate, strengthOf } from './strength';

const estimate = await loadEstimate();
const scoreOf = (password: string, ownWords: readonly string[] = []) =>
  strengthOf(password, ownWords, estimate).score;

it('grows with what an attacker has to guess', () => {
  const passwords = ['xk3-wq', 'Welcome2024', 'xk3-wq9z', 'xk3-wq9z7', 'five unrelated words grow'];
  expect(passwords.map((password) => scoreOf(password))).toEqual([0, 1, 2, 3, 4]);
});

it('gives nothing for repeated characters or the rows of a keyboard', () => {
  expect(scoreOf('aaaaaaaaaaaaaaaaaaaaaaaa')).toBe(1);
  expect(scoreOf('qwertyuiopasdfghjkl')).toBe(1);
});

it("does not count the person's own words", () => {
  expect(scoreOf('ada.lovelace@example.com', ['ada.lovelace@example.com'])).toBe(1);
  expect(scoreOf('Lovelace12', ['Lovelace'])).toBe(1);
});

it('estimates a hostile length in no time', () => {
  const started = performance.now();
  scoreOf('ab1'.repeat(100_000));
  expect(performance.now() - started).toBeLessThan(1000);
});
