import type { UserImport } from '@gatehouse/contracts/identity/imports';

const listOf = (parts: readonly (readonly [count: number, what: string])[]): string =>
  parts.map(([count, what]) => `${count} ${what}`).join(', ');

/** What an import has come to, in words. */
export function toldOf(one: UserImport): string {
  const { state, failure, dryRun, done, total } = one;
  const { created, updated, invited, unchanged, refused } = one;
  if (state === 'receiving' || state === 'running')
    return `${done} of ${total} lines are done with.`;
  const would = dryRun ? 'would be ' : '';
  const beside = [
    [updated, `${would}updated`],
    [invited, `${would}invited`],
    [unchanged, 'as they were'],
  ] as const;
  const counts = [
    [created, dryRun ? 'could be added' : 'were added'],
    ...beside.filter(([count]) => count > 0),
    [refused, 'refused'],
  ] as const;
  const text = `${listOf(counts)}.`;
  if (state === 'failed')
    return `Stopped after ${done} of ${total} lines: ${text} ${failure ?? ''}`;
  return state === 'cancelled' ? `Cancelled after ${done} of ${total} lines: ${text}` : text;
}
