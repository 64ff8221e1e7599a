import { KeyRound } from 'lucide-react';
import type { ApiKey } from '@gatehouse/contracts/identity/api-keys';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Time } from '../../../ui/time';

interface ApiKeyRowProps {
  apiKey: ApiKey;
  onUsage?: () => void;
  onEdit?: () => void;
  onRotate?: () => void;
  onRevoke?: () => void;
}

const Expiry = ({ expiresAt }: { expiresAt: string | null }) => {
  if (expiresAt === null) return <span>Never expires</span>;
  if (Date.parse(expiresAt) <= Date.now()) return <Badge tone="danger">Expired</Badge>;
  return (
    <span>
      Expires <Time value={expiresAt} />
    </span>
  );
};

/** What can be done with it here. */
const Deeds = ({ apiKey: { name }, onUsage, onEdit, onRotate, onRevoke }: ApiKeyRowProps) => {
  const deeds = [
    ['Usage', 'Usage of', onUsage],
    ['Edit', 'Edit', onEdit],
    ['Rotate', 'Rotate', onRotate],
    ['Revoke', 'Revoke', onRevoke],
  ] as const;
  return (
    <div className="flex flex-wrap gap-2 max-sm:ml-12.5">
      {deeds.map(
        ([label, words, run]) =>
          run && (
            <Button key={label} size="sm" onClick={run} aria-label={`${words} the key ${name}`}>
              {label}
            </Button>
          ),
      )}
    </div>
  );
};

export const ApiKeyRow = (props: ApiKeyRowProps) => {
  const { apiKey } = props;
  const { name, hint, scopes, allowedAddresses, lastUsedAt, previousSecretUntil } = apiKey;
  const { requestsPerMinute } = apiKey;
  return (
    <li className="border-line flex flex-wrap items-center gap-x-3.5 gap-y-2 border-t px-4 py-3 sm:px-5">
      <span className="bg-hover text-muted grid size-9 shrink-0 place-items-center rounded-lg">
        <KeyRound className="size-4.5" aria-hidden />
      </span>
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium wrap-anywhere">
          {name}
          {hint.startsWith('gh_test_') && <Badge>Test</Badge>}
        </p>
        <p className="text-muted flex flex-wrap gap-x-3">
          <span className="font-mono text-[0.8125rem]">{hint}…</span>
          <span>
            {lastUsedAt === null ? (
              'Never used'
            ) : (
              <>
                Used <Time value={lastUsedAt} />
              </>
            )}
          </span>
          <Expiry expiresAt={apiKey.expiresAt} />
          {previousSecretUntil !== null && (
            <span className="text-warn-text">
              Old secret ends <Time value={previousSecretUntil} />
            </span>
          )}
        </p>
        <p className="text-muted flex flex-wrap gap-x-3 font-mono text-xs/5">
          <span className="wrap-anywhere">{scopes.join(', ')}</span>
          {requestsPerMinute !== null && <span>{requestsPerMinute} calls a minute</span>}
          {allowedAddresses.length > 0 && (
            <span className="wrap-anywhere">from {allowedAddresses.join(', ')}</span>
          )}
        </p>
      </div>
      <Deeds {...props} />
    </li>
  );
};
