import { useInfiniteQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ApiKey } from '@gatehouse/contracts/identity/api-keys';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { PagedList } from '../../../ui/paged-list';
import { ApiKeyRow } from '../api-keys/api-key-row';
import { apiKeysQuery, memberKeys } from '../api-keys/api-keys';
import { RevokeKeyDialog } from '../api-keys/revoke-key-dialog';

/** Keys by which programs call in somebody's name in the organization. */
export const PersonKeys = ({ id, mayEnd }: { id: string; mayEnd: boolean }) => {
  const source = useMemo(() => memberKeys(id), [id]);
  const list = useInfiniteQuery(apiKeysQuery(source));
  const [ending, setEnding] = useState<ApiKey>();
  return (
    <Card title="API keys" flush>
      <PagedList
        list={list}
        rows={3}
        empty={
          <Empty icon={KeyRound} title="No API keys">
            No program calls in their name here.
          </Empty>
        }
      >
        {(keys) => (
          <ul aria-label="API keys">
            {keys.map((apiKey) => (
              <ApiKeyRow
                key={apiKey.id}
                apiKey={apiKey}
                {...(mayEnd ? { onRevoke: () => setEnding(apiKey) } : {})}
              />
            ))}
          </ul>
        )}
      </PagedList>
      {ending && (
        <RevokeKeyDialog source={source} apiKey={ending} onClose={() => setEnding(undefined)} />
      )}
    </Card>
  );
};
