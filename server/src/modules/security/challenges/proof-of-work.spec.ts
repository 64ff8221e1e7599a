import { createSecretKey } from 'node:crypto';
import { solutionOf } from '@gatehouse/contracts/security/challenge';
import { describe, expect, it } from 'vitest';
import { checkSolution, issueChallenge } from './proof-of-work.js';

const key = createSecretKey(Buffer.alloc(32, 7));
const binding = { route: 'signIn.login', address: '192.0.2.1' };
const now = new Date('2026-01-01T00:00:00Z');
const end = new Date('2026-01-01T00:05:00Z');
const work = 500;

const solved = () => {
  const challenge = issueChallenge(key, binding, work, end);
  const numbers = Array.from({ length: work + 1 }, (_, number) => number);
  const isSolution = (number: number) =>
    checkSolution(key, binding, solutionOf(challenge, number), now) !== null;
  return { challenge, number: numbers.find(isSolution) ?? -1 };
};

describe('proof of work', () => {
  it('is accepted of whoever found the number', () => {
    const { challenge, number } = solved();
    expect(number).toBeLessThanOrEqual(work);
    const first = checkSolution(key, binding, solutionOf(challenge, number), now);
    expect(first?.expiresAt).toEqual(end);
    // However it is brought, it is the same one: that is what can be used once.
    expect(checkSolution(key, binding, solutionOf(challenge, number), now)).toEqual(first);
  });

  it('asks for as much work as it says: every number is as likely', () => {
    const found = new Set(
      Array.from({ length: 200 }, () => issueChallenge(key, binding, 3, end)).map((challenge) =>
        [0, 1, 2, 3].find((n) => checkSolution(key, binding, solutionOf(challenge, n), now)),
      ),
    );
    expect(found).toEqual(new Set([0, 1, 2, 3]));
  });

  it('is refused when it has expired', () => {
    const { challenge, number } = solved();
    expect(checkSolution(key, binding, solutionOf(challenge, number), end)).toBeNull();
    const longer = challenge.salt.replace(/\d+$/, String(end.getTime() + 60_000));
    const prolonged = solutionOf({ ...challenge, salt: longer }, number);
    expect(checkSolution(key, binding, prolonged, end)).toBeNull();
  });

  it('is refused on another route, and from another address', () => {
    const { challenge, number } = solved();
    const solution = solutionOf(challenge, number);
    for (const other of [{ route: 'passwords.forgot' }, { address: '192.0.2.2' }])
      expect(checkSolution(key, { ...binding, ...other }, solution, now)).toBeNull();
  });

  it('is refused when the number is wrong, or the challenge is of one’s own making', () => {
    const { challenge, number } = solved();
    const forged = issueChallenge(createSecretKey(Buffer.alloc(32, 8)), binding, 0, end);
    for (const wrong of [
      solutionOf(challenge, number + 1),
      solutionOf(forged, 0),
      `0${solutionOf(challenge, number)}`,
      `${challenge.salt}.0${number}.${challenge.signature}`,
      '',
    ])
      expect(checkSolution(key, binding, wrong, now)).toBeNull();
  });
});
