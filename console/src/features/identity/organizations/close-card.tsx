import { useState } from 'react';
import type { Organization } from '@gatehouse/contracts/identity/organizations';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { leaveSession } from '../../../app/sign-out';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { PromptDialog } from '../../../ui/prompt-dialog';

/** The end of an organization, for its owners. */
export const CloseCard = ({ organization }: { organization: Organization }) => {
  const [asking, setAsking] = useState(false);
  return (
    <Card
      title="Close the organization"
      description="Everybody is signed out of it, its API keys stop, and its invitations are void. For 30 days the staff of the installation can open it again."
    >
      <Button variant="danger" onClick={() => setAsking(true)}>
        Close the organization
      </Button>
      {asking && (
        <PromptDialog
          title={`Close ${organization.name}?`}
          label="Type its name"
          action="Close the organization"
          danger
          contract={routes.owners.close.body.shape.name}
          send={async (name) => {
            await client.owners.close({ body: { name } });
            leaveSession();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Card>
  );
};
