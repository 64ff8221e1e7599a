import { useInfiniteQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { GrantablePermission } from '@gatehouse/contracts/permissions';
import type { ApiKey } from '@gatehouse/contracts/identity/api-keys';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { PagedList } from '../../../ui/paged-list';
import { SecretDialog } from '../../../ui/secret-dialog';
import { ApiKeyRow } from './api-key-row';
import { apiKeysQuery, type KeySource, type NewSecret } from './api-keys';
import { CreateDialog } from './create-dialog';
import { EditKeyDialog } from './edit-key-dialog';
import { RevokeKeyDialog } from './revoke-key-dialog';
import { UsageDialog } from './usage-dialog';
import { RotateKeyDialog } from './rotate-key-dialog';

/** What is open beside the list. */
type Step =
  | { name: 'secret'; made: NewSecret }
  | { name: 'usage' | 'edit' | 'rotate' | 'revoke'; apiKey: ApiKey };

const ApiKeyList = ({ source, onStep }: { source: KeySource; onStep: (step: Step) => void }) => {
  const list = useInfiniteQuery(apiKeysQuery(source));
  return (
    <PagedList
      list={list}
      rows={3}
      empty={
        <Empty icon={KeyRound} title="No API keys">
          A key lets a program call the API, without anybody's password.
        </Empty>
      }
    >
      {(keys) => (
        <ul>
          {keys.map((apiKey) => (
            <ApiKeyRow
              key={apiKey.id}
              apiKey={apiKey}
              onUsage={() => onStep({ name: 'usage', apiKey })}
              onEdit={() => onStep({ name: 'edit', apiKey })}
              onRotate={() => onStep({ name: 'rotate', apiKey })}
              onRevoke={() => onStep({ name: 'revoke', apiKey })}
            />
          ))}
        </ul>
      )}
    </PagedList>
  );
};

const KeyDialog = ({ made, onClose }: { made: NewSecret; onClose: () => void }) => (
  <SecretDialog
    title={`The key of “${made.name}”`}
    secret={made.secret}
    warning="The key is shown this once. Keep it like a password; whoever has it calls with it."
    onClose={onClose}
  >
    Programs send it with every call as <code className="font-mono">X-API-Key</code>.
  </SecretDialog>
);

interface KeysCardProps {
  source: KeySource;
  title: string;
  /** What a new key may do at most. */
  grantable: readonly GrantablePermission[];
  creating: boolean;
  onCreated: () => void;
}

/** Keys, and what can be done with them. */
export const KeysCard = ({ source, title, grantable, creating, onCreated }: KeysCardProps) => {
  const [step, setStep] = useState<Step>();
  const close = () => setStep(undefined);
  const showSecret = (made: NewSecret) => setStep({ name: 'secret', made });
  return (
    <>
      <Card title={title} flush>
        <ApiKeyList source={source} onStep={setStep} />
      </Card>
      <CreateDialog
        source={source}
        grantable={grantable}
        open={creating}
        onClose={onCreated}
        onMade={(made) => {
          onCreated();
          showSecret(made);
        }}
      />
      {step?.name === 'secret' && <KeyDialog made={step.made} onClose={close} />}
      {step?.name === 'usage' && (
        <UsageDialog source={source} apiKey={step.apiKey} onClose={close} />
      )}
      {step?.name === 'edit' && (
        <EditKeyDialog source={source} apiKey={step.apiKey} onClose={close} />
      )}
      {step?.name === 'rotate' && (
        <RotateKeyDialog source={source} apiKey={step.apiKey} onClose={close} onMade={showSecret} />
      )}
      {step?.name === 'revoke' && (
        <RevokeKeyDialog source={source} apiKey={step.apiKey} onClose={close} />
      )}
    </>
  );
};
