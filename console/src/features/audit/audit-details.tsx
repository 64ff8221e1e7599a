import type { AuditEntry } from '@gatehouse/contracts/audit';
import { CopyButton } from '../../ui/copy-button';
import { DescriptionList } from '../../ui/description-list';
import { Dialog } from '../../ui/dialog';
import { Time } from '../../ui/time';
import { sentenceOf } from './sentences';

const Mono = ({ children }: { children: string }) => (
  <span className="flex items-start gap-1">
    <span className="min-w-0 font-mono text-[0.8125rem] wrap-anywhere">{children}</span>
    <CopyButton
      text={children}
      label="Copy"
      iconOnly
      variant="ghost"
      className="-mt-0.5 size-6 [&_svg]:size-3.5"
    />
  </span>
);

const optional = (value: string | null) => (value === null ? '–' : <Mono>{value}</Mono>);

interface AuditDetailsProps {
  entry: AuditEntry | undefined;
  onClose: () => void;
}

/** One line of the trail with all that is recorded. */
export const AuditDetails = ({ entry, onClose }: AuditDetailsProps) => (
  <Dialog
    placement="side"
    open={entry !== undefined}
    onOpenChange={onClose}
    title={entry ? sentenceOf(entry) : ''}
  >
    {entry && (
      <>
        <DescriptionList
          items={[
            ['When', <Time key="when" value={entry.occurredAt} exact />],
            ['Event', <Mono key="event">{entry.action}</Mono>],
            ['Done by', entry.actorName ?? optional(entry.actorId)],
            ['Done to', entry.affectedName ?? optional(entry.affectedId)],
            ['Acting for them', entry.impersonatorName ?? optional(entry.impersonatorId)],
            ['From address', optional(entry.ipAddress)],
            ['Client', optional(entry.userAgent)],
            ['About', optional(entry.resourceId)],
            ['Request', optional(entry.requestId)],
            ['Trace', optional(entry.traceId)],
            ['Told by', `${entry.source ?? '–'} ${entry.version ?? ''}`],
            ['Line', `${entry.sequence}`],
            ['Hash', <Mono key="hash">{entry.hash}</Mono>],
          ]}
        />
        <h3 className="mt-4 mb-2 font-medium">Recorded facts</h3>
        <pre className="border-line bg-sunken rounded-md border p-3 font-mono text-xs wrap-anywhere whitespace-pre-wrap">
          {JSON.stringify(entry.details, null, 2)}
        </pre>
      </>
    )}
  </Dialog>
);
