import { SecretDialog } from '../../../ui/secret-dialog';
import type { NewEndpoint } from './endpoints';

interface EndpointSecretDialogProps {
  made: NewEndpoint;
  onClose: () => void;
}

export const EndpointSecretDialog = ({ made, onClose }: EndpointSecretDialogProps) => (
  <SecretDialog
    title="The secret of the endpoint"
    secret={made.secret}
    warning="The secret is shown this once. Whoever has it can send events that look like ours."
    onClose={onClose}
  >
    The receiver checks <code className="font-mono">webhook-signature</code> with it, for instance
    by a library of Standard Webhooks.
  </SecretDialog>
);
