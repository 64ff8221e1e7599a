import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Organization } from '@gatehouse/contracts/identity/organizations';
import { client } from '../../../api/client';
import { leaveSession } from '../../../app/sign-out';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { ConfirmDialog } from '../../../ui/confirm-dialog';

/** The way out of an organization. */
export const LeaveCard = ({ organization }: { organization: Organization }) => {
  const [asking, setAsking] = useState(false);
  const leave = useMutation({
    mutationFn: () => client.organizations.leave(),
    onSuccess: leaveSession,
    onSettled: () => setAsking(false),
  });
  return (
    <Card
      title="Leave the organization"
      description="Your account stays. Your sessions and API keys in this organization end. Whoever is alone in it closes it instead."
    >
      <Button onClick={() => setAsking(true)}>Leave the organization</Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Leave ${organization.name}?`}
        action="Leave"
        busy={leave.isPending}
        onConfirm={() => leave.mutate()}
      >
        You are signed out at once. To come back you have to be invited again.
      </ConfirmDialog>
    </Card>
  );
};
