import { useInfiniteQuery } from '@tanstack/react-query';
import type { ComplianceKey, KeyFinding } from '@gatehouse/contracts/compliance/people';
import { Badge } from '../../ui/badge';
import { Dialog } from '../../ui/dialog';
import { PagedList } from '../../ui/paged-list';
import { Time } from '../../ui/time';
import { keysQuery } from './compliance';

const titles: Record<KeyFinding, string> = {
  not_rotated: 'API keys that were not rotated for 90 days',
  without_expiry: 'API keys that never expire',
};

const KeyRow = ({ name, owner, createdAt, rotatedAt, lastUsedAt }: ComplianceKey) => (
  <li className="border-line border-t py-3 first:border-t-0">
    <p className="flex flex-wrap items-center gap-2">
      <span className="font-medium wrap-anywhere">{name}</span>
      {owner.isServiceAccount && <Badge>Service account</Badge>}
    </p>
    <p className="text-muted text-[0.8125rem]">
      {owner.name}. {rotatedAt === null ? 'Made' : 'Rotated'}{' '}
      <Time value={rotatedAt ?? createdAt} />,{' '}
      {lastUsedAt === null ? (
        'never used'
      ) : (
        <>
          used <Time value={lastUsedAt} />
        </>
      )}
      .
    </p>
  </li>
);

/** The API keys behind a number. */
export const KeysDialog = ({ finding, onClose }: { finding: KeyFinding; onClose: () => void }) => {
  const list = useInfiniteQuery(keysQuery(finding));
  return (
    <Dialog open onOpenChange={onClose} title={titles[finding]} placement="side">
      <PagedList list={list} rows={3}>
        {(keys) => (
          <ul aria-label="API keys">
            {keys.map((key) => (
              <KeyRow key={key.id} {...key} />
            ))}
          </ul>
        )}
      </PagedList>
    </Dialog>
  );
};
