import { expect, it } from 'vitest';
import { everyDay } from './usage';

it('shows every one of 90 days, with and without calls, today last', () => {
  const days = [
    { day: '2026-03-09', calls: 3 },
    { day: '2026-03-10', calls: 5 },
  ];
  const shown = everyDay({ days }, Date.parse('2026-03-10T23:59:59Z'));
  expect(shown).toHaveLength(90);
  expect(shown[0]).toEqual({ label: '2025-12-11', value: 0 });
  expect(shown.slice(-2)).toEqual([
    { label: '2026-03-09', value: 3 },
    { label: '2026-03-10', value: 5 },
  ]);
});
