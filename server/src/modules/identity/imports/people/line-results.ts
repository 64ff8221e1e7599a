import type { GroupRow } from '../../groups/groups.table.js';
import type { Grant } from '../../roles/grants.service.js';
import type { ImportedLine, LineResult } from '../import-lines.repository.js';

/** A line with the role and the groups that it gives. */
export interface GrantedLine {
  readonly line: ImportedLine;
  readonly grant: Grant;
  readonly groups: readonly GroupRow[];
}

type Line = Pick<ImportedLine, 'line'>;

/** @param message what was left as it is. */
export const result = (
  { line }: Line,
  outcome: LineResult['outcome'],
  message: string | null = null,
): LineResult => ({ line, outcome, message });

export const refusal = (line: Line, message: string): LineResult =>
  result(line, 'refused', message);
