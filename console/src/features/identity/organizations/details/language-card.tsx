import { useMutation } from '@tanstack/react-query';
import { etagOf } from '@gatehouse/contracts/etag';
import type { Organization } from '@gatehouse/contracts/identity/organizations';
import { client } from '../../../../api/client';
import { queryClient } from '../../../../api/queries';
import { Card } from '../../../../ui/card';
import { LanguageSelect } from '../../../../ui/language/language-select';
import { ProblemNote } from '../../../../ui/problem-note';
import { toast } from '../../../../ui/toast-store';

/** The language of the organization's people, for whoever may change it. */
export const LanguageCard = ({ organization }: { organization: Organization }) => {
  const save = useMutation({
    mutationFn: (chosen: string) =>
      client.organizations.update({
        body: { locale: chosen === '' ? null : chosen },
        ifMatch: etagOf(organization.updatedAt),
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['organizations'] });
      toast('The language is saved.');
    },
  });
  return (
    <Card
      title="Language"
      description="Mails about accounts are in this language for people who have chosen none."
    >
      <ProblemNote error={save.error} />
      <div className="max-w-56">
        <LanguageSelect
          aria-label="Language of the organization"
          value={organization.locale ?? ''}
          none="As the browser asks"
          disabled={save.isPending}
          onChoose={(chosen) => save.mutate(chosen)}
        />
      </div>
    </Card>
  );
};
