import { KeyRound } from 'lucide-react';
import type { ApiKey } from '@gatehouse/contracts/identity/api-keys';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Time } from '../../../ui/time';

interface ApiKeyRowProps {
  apiKey: ApiKey;
  onUsage: () => void;
  onRotate: () => void;
  onRevoke: () => void;
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

export const ApiKeyRow = ({ apiKey, onUsage, onRotate, onRevoke }: ApiKeyRowProps) => {
  const { name, hint, scopes, allowedAddresses, lastUsedAt, previousSecretUntil } = apiKey;
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
          {allowedAddresses.length > 0 && (
            <span className="wrap-anywhere">from {allowedAddresses.join(', ')}</span>
          )}
        </p>
      </div>
      <div className="flex gap-2 max-sm:ml-12.5">
        <Button size="sm" onClick={onUsage} aria-label={`Usage of the key ${name}`}>
          Usage
        </Button>
        <Button size="sm" onClick={onRotate} aria-label={`Rotate the key ${name}`}>
          Rotate
        </Button>
        <Button size="sm" onClick={onRevoke} aria-label={`Revoke the key ${name}`}>
          Revoke
        </Button>
      </div>
    </li>
  );
};
