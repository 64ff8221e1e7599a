import { describe, expect, it } from 'vitest';
import { strengthOf } from './strength';

describe('the strength hint', () => {
  it('grows with the length', () => {
    const passwords = [
      'short',
      'xk3-wq9z',
      'xk3-wq9z-tr7',
      'xk3-wq9z-tr7-bn',
      'five unrelated words grow trees',
    ];
    expect(passwords.map((password) => strengthOf(password).score)).toEqual([0, 1, 2, 3, 4]);
  });

  it('gives nothing for repeated characters or worn words', () => {
    expect(strengthOf('aaaaaaaaaaaaaaaaaaaaaaaa').score).toBe(1);
    expect(strengthOf('Password1234567890!!').score).toBe(1);
  });

  it("does not count the person's own words", () => {
    expect(strengthOf('ada.lovelace@example.com', ['ada.lovelace@example.com']).score).toBe(1);
    expect(strengthOf('Lovelace', ['Ada', 'C++ (lovelace']).score).toBe(1);
  });
});
