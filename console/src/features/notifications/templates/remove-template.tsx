import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Template } from '@gatehouse/contracts/notifications/templates';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { toast } from '../../../ui/toast-store';
import { refetchTemplates } from './templates';

/** Deletes what people made, or gives back the words that came with Gatehouse. */
export const RemoveTemplate = ({
  template: { name, title, isBuiltIn },
}: {
  template: Template;
}) => {
  const navigate = useNavigate();
  const [isAsking, setIsAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => client.templates.remove({ params: { name } }),
    onSuccess: async () => {
      toast(isBuiltIn ? 'It says what came with Gatehouse again.' : `${title} is deleted.`);
      if (!isBuiltIn) await navigate({ to: '/installation/templates' });
      await refetchTemplates();
    },
    onSettled: () => setIsAsking(false),
  });
  const action = isBuiltIn ? 'Back to the first words' : 'Delete';
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>{action}</Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={isBuiltIn ? `${title}: back to the first words?` : `Delete ${title}?`}
        action={action}
        danger={!isBuiltIn}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        {isBuiltIn
          ? 'What came with Gatehouse is said from now on. Your versions stay, to be used again.'
          : 'It can be sent no more, and its versions are gone. What was sent stays as it was.'}
      </ConfirmDialog>
    </>
  );
};
