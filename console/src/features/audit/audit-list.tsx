import type { AuditEntry } from '@gatehouse/contracts/audit';
import { Time } from '../../ui/time';
import { AuditIcon } from './audit-icon';
import { sentenceOf } from './sentences';

interface AuditListProps {
  entries: AuditEntry[];
  onOpen: (entry: AuditEntry) => void;
}

export const AuditList = ({ entries, onOpen }: AuditListProps) => (
  <ul aria-label="Audit trail">
    {entries.map((entry) => (
      <li key={entry.id} className="border-line border-t">
        <button
          type="button"
          onClick={() => onOpen(entry)}
          className="hover:bg-sunken flex w-full items-center gap-3 px-4 py-2.5 text-left focus-visible:-outline-offset-2 sm:px-5"
        >
          <AuditIcon action={entry.action} />
          <span className="min-w-0 flex-1">
            <span className="block wrap-anywhere">{sentenceOf(entry)}</span>
            <span className="text-muted flex flex-wrap gap-x-3 text-[0.8125rem]">
              <span className="sm:hidden">
                <Time value={entry.occurredAt} />
              </span>
              <span className="font-mono text-xs/5">{entry.action}</span>
              {entry.ipAddress !== null && (
                <span className="font-mono text-xs/5">{entry.ipAddress}</span>
              )}
            </span>
          </span>
          <span className="text-muted hidden shrink-0 text-[0.8125rem] sm:block">
            <Time value={entry.occurredAt} />
          </span>
        </button>
      </li>
    ))}
  </ul>
);
