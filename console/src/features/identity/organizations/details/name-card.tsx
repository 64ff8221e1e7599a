import { etagOf } from '@gatehouse/contracts/etag';
import type { Organization } from '@gatehouse/contracts/identity/organizations';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../../api/client';
import { profileQuery, queryClient } from '../../../../api/queries';
import { Button } from '../../../../ui/button';
import { Card } from '../../../../ui/card';
import { Field } from '../../../../ui/field';
import { Input } from '../../../../ui/input';
import { ProblemNote } from '../../../../ui/problem-note';
import { toast } from '../../../../ui/toast-store';
import { useContractForm } from '../../../../ui/use-contract-form';

/** The organization's name, for whoever may change it. */
export const NameCard = ({ organization }: { organization: Organization }) => {
  const form = useContractForm({
    contract: routes.organizations.update.body,
    defaultValues: { name: organization.name },
    send: (body) => client.organizations.update({ body, ifMatch: etagOf(organization.updatedAt) }),
    onDone: ({ name }) => {
      toast('The name is saved.');
      form.reset({ name });
      void queryClient.invalidateQueries({ queryKey: ['organizations'] });
      void queryClient.invalidateQueries({ queryKey: profileQuery.queryKey });
    },
  });
  return (
    <Card title="Name">
      <form noValidate className="grid max-w-xl gap-4" onSubmit={form.onSubmit}>
        <ProblemNote error={form.problem} />
        <Field label="Name of the organization" error={form.errors.name?.message}>
          {(control) => <Input {...control} {...form.register('name')} />}
        </Field>
        <div>
          <Button type="submit" variant="primary" busy={form.busy}>
            Save name
          </Button>
        </div>
      </form>
    </Card>
  );
};
