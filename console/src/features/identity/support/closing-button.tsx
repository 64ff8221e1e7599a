import { useState } from 'react';
import type { SupportedOrganization } from '@gatehouse/contracts/identity/support';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { PromptDialog } from '../../../ui/prompt-dialog';
import { toast } from '../../../ui/toast-store';
import { refetchSupported } from './support';

/** Closes an organization, or opens it again, for a reason. */
export const ClosingButton = ({ organization }: { organization: SupportedOrganization }) => {
  const [asking, setAsking] = useState(false);
  const { id, name, closedAt } = organization;
  const action = closedAt === null ? 'Close organization' : 'Open again';
  return (
    <>
      <Button onClick={() => setAsking(true)}>{action}</Button>
      {asking && (
        <PromptDialog
          title={`${action}: ${name}?`}
          label="Reason"
          action={action}
          contract={routes.support.closeOrganization.body.shape.reason}
          send={async (reason) => {
            const wish = { params: { id }, body: { reason } };
            await (closedAt === null
              ? client.support.closeOrganization(wish)
              : client.support.reopenOrganization(wish));
            toast(closedAt === null ? `${name} is closed.` : `${name} is open again.`);
            void refetchSupported();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
};
