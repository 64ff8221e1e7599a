import type { ApiKey } from '@gatehouse/contracts/identity/api-keys';
import { RotateDialog } from '../../../ui/rotate-dialog';
import { type KeySource, type NewSecret, refetchApiKeys } from './api-keys';

interface RotateKeyDialogProps {
  source: KeySource;
  apiKey: ApiKey;
  onClose: () => void;
  onMade: (made: NewSecret) => void;
}

export const RotateKeyDialog = ({ source, apiKey, onClose, onMade }: RotateKeyDialogProps) => (
  <RotateDialog
    title={`Rotate “${apiKey.name}”?`}
    description="It gets a new secret. Name, scopes and addresses stay."
    rotate={(overlapHours) => source.rotate(apiKey.id, overlapHours)}
    onMade={(made) => {
      void refetchApiKeys(source);
      onMade(made);
    }}
    onClose={onClose}
  />
);
