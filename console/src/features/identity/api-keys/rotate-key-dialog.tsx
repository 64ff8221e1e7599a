import type { ApiKey } from '@gatehouse/contracts/identity/api-keys';
import { client } from '../../../api/client';
import { RotateDialog } from '../../../ui/rotate-dialog';
import { type NewSecret, refetchApiKeys } from './api-keys';

interface RotateKeyDialogProps {
  apiKey: ApiKey;
  onClose: () => void;
  onMade: (made: NewSecret) => void;
}

export const RotateKeyDialog = ({ apiKey, onClose, onMade }: RotateKeyDialogProps) => (
  <RotateDialog
    title={`Rotate “${apiKey.name}”?`}
    description="It gets a new secret. Name, scopes and addresses stay."
    rotate={(overlapHours) =>
      client.apiKeys.rotate({
        params: { id: apiKey.id },
        body: { overlapHours },
        idempotencyKey: crypto.randomUUID(),
      })
    }
    onMade={(made) => {
      void refetchApiKeys();
      onMade(made);
    }}
    onClose={onClose}
  />
);
