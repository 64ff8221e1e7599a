import { useInfiniteQuery, useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { ApiKey } from '@gatehouse/contracts/identity/api-keys';
import { isPermission } from '@gatehouse/contracts/permissions';
import { client } from '../../../api/client';
import { profileQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { Empty } from '../../../ui/empty';
import { LoadFailed } from '../../../ui/load-failed';
import { MoreButton } from '../../../ui/more-button';
import { PageHeader } from '../../../ui/page-header';
import { SecretDialog } from '../../../ui/secret-dialog';
import { SkeletonRows } from '../../../ui/skeleton';
import { toast } from '../../../ui/toast-store';
import { ApiKeyRow } from './api-key-row';
import { apiKeysQuery, type NewSecret, refetchApiKeys } from './api-keys';
import { CreateDialog } from './create-dialog';
import { RotateKeyDialog } from './rotate-key-dialog';

/** What is open beside the list. */
type Step =
  | { name: 'create' }
  | { name: 'secret'; made: NewSecret }
  | { name: 'rotate' | 'revoke'; apiKey: ApiKey };

const ApiKeyList = ({ onStep }: { onStep: (step: Step) => void }) => {
  const list = useInfiniteQuery(apiKeysQuery);
  if (list.isPending) return <SkeletonRows rows={3} />;
  if (list.isError) return <LoadFailed error={list.error} onRetry={() => void list.refetch()} />;
  const keys = list.data.pages.flatMap((page) => page.data);
  if (keys.length === 0) {
    return (
      <Empty icon={KeyRound} title="No API keys">
        A key lets a program call the API in your name, without your password.
      </Empty>
    );
  }
  return (
    <>
      <ul>
        {keys.map((apiKey) => (
          <ApiKeyRow
            key={apiKey.id}
            apiKey={apiKey}
            onRotate={() => onStep({ name: 'rotate', apiKey })}
            onRevoke={() => onStep({ name: 'revoke', apiKey })}
          />
        ))}
      </ul>
      <MoreButton
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </>
  );
};

const RevokeDialog = ({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) => {
  const revoke = useMutation({
    mutationFn: () => client.apiKeys.revoke({ params: { id: apiKey.id } }),
    onSuccess: () => toast(`The key “${apiKey.name}” has ended.`),
    onSettled: () => {
      onClose();
      return refetchApiKeys();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title="Revoke this key?"
      action="Revoke key"
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
    >
      Programs that use <strong className="text-text font-medium">{apiKey.name}</strong> are turned
      away from their next call on. This cannot be undone.
    </ConfirmDialog>
  );
};

const KeyDialog = ({ made, onClose }: { made: NewSecret; onClose: () => void }) => (
  <SecretDialog
    title={`The key of “${made.name}”`}
    secret={made.secret}
    warning="The key is shown this once. Keep it like a password; whoever has it calls in your name."
    onClose={onClose}
  >
    Programs send it with every call as <code className="font-mono">X-API-Key</code>.
  </SecretDialog>
);

export const ApiKeysPage = () => {
  const { data: me } = useSuspenseQuery(profileQuery);
  const [step, setStep] = useState<Step>();
  const close = () => setStep(undefined);
  const showSecret = (made: NewSecret) => setStep({ name: 'secret', made });
  const mayMake = me.permissions.length > 0;
  return (
    <>
      <PageHeader
        title="API keys"
        description={
          mayMake
            ? 'For programs that call the API in your name. They may never do more than you.'
            : 'Your role holds no permission that a program could use in your name.'
        }
        actions={
          mayMake && (
            <Button variant="primary" onClick={() => setStep({ name: 'create' })}>
              New API key
            </Button>
          )
        }
      />
      <Card title="Your keys" flush>
        <ApiKeyList onStep={setStep} />
      </Card>
      <CreateDialog
        grantable={me.permissions.filter(isPermission)}
        open={step?.name === 'create'}
        onClose={close}
        onMade={showSecret}
      />
      {step?.name === 'secret' && <KeyDialog made={step.made} onClose={close} />}
      {step?.name === 'rotate' && (
        <RotateKeyDialog apiKey={step.apiKey} onClose={close} onMade={showSecret} />
      )}
      {step?.name === 'revoke' && <RevokeDialog apiKey={step.apiKey} onClose={close} />}
    </>
  );
};
