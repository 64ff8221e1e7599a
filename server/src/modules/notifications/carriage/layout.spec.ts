import { expect, it } from 'vitest';
import { composeText } from './layout.js';

const item = (subject: string) => ({
  subject,
  html: '',
  text: 'words',
  link: null,
  locale: 'en',
});

it('an SMS of several says how many it leaves out', () => {
  expect(composeText([item('One')])).toBe('One: words');
  expect(composeText(['One', 'Two'].map(item))).toBe('2 new notifications: One; Two');
  const long = composeText(Array.from({ length: 10 }, (_, at) => item(`${at} ${'x'.repeat(80)}`)));
  expect(long).toMatch(/^10 new notifications: 0 x+; 1 x+; 2 x+; and 7 more$/);
  expect(long.length).toBeLessThanOrEqual(306);
  expect(composeText([item('x'.repeat(400)), item('y')])).toBe('2 new notifications');
});
