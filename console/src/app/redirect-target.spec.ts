import { describe, expect, it } from 'vitest';
import { safeRedirect } from './redirect-target';

const origin = 'https://id.example.com';

describe('attack 29: open redirects', () => {
  it.each([
    '//evil.example',
    '///evil.example',
    String.raw`/\evil.example`,
    String.raw`\\evil.example`,
    '/\t/evil.example',
    '/\n/evil.example',
    'https://evil.example',
    'https://id.example.com@evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/./%5Cevil/..//evil.example',
    '',
  ])('%j leads nowhere but to the start page', (target) => {
    expect(safeRedirect(target, origin)).toBe('/');
  });

  it.each(['/people?role=MANAGER', '/audit#top', '/', '/security/two-factor'])(
    '%s of the console is kept',
    (target) => {
      expect(safeRedirect(target, origin)).toBe(target);
    },
  );
});
