import { describe, expect, it } from 'vitest';
import { accountKey } from './account-key.js';

describe('attack 13: a second account by another spelling', () => {
  it.each([
    ['Case@Example.com', 'case@EXAMPLE.com '],
    ['ΑΣ@x.gr', 'ασ@x.gr'],
    ['ας@x.gr', 'ασ@x.gr'],
    ['STRASSE@x.de', 'straße@x.de'],
    ['STRAẞE@x.de', 'strasse@x.de'],
    ['ﬁnn@x.com', 'FINN@x.com'],
    ['ᾳ@x.gr', 'αι@x.gr'],
    ['ｆｕｌｌ@x.com', 'full@x.com'],
    ['e\u0301@x.fr', 'É@x.fr'],
  ])('%s and %s are one', (one, other) => {
    expect(accountKey(one)).toBe(accountKey(other));
    expect(accountKey(accountKey(one))).toBe(accountKey(one));
  });

  it('letters that only look alike in one case stay apart', () => {
    expect(accountKey('ı@x.com')).not.toBe(accountKey('i@x.com'));
    expect(accountKey('ada@x.com')).toBe('ada@x.com');
  });
});
