import { z } from 'zod';
import { Button } from '../../../ui/button';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { useContractForm } from '../../../ui/use-contract-form';
import { KeepSignedIn } from './keep-signed-in';

const contract = z.object({ identifier: z.string().trim().min(1).max(255) });

/** Who is it? Nothing is asked of the server yet: it would tell who has an account. */
export const IdentifierStep = ({
  identifier,
  onContinue,
}: {
  identifier: string;
  onContinue: (identifier: string) => void;
}) => {
  const form = useContractForm({
    contract,
    defaultValues: { identifier },
    send: (values) => Promise.resolve(values),
    onDone: (values) => onContinue(values.identifier),
  });
  return (
    <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
      <Field label="E-mail address or username" error={form.errors.identifier?.message}>
        {(control) => (
          <Input
            autoComplete="username webauthn"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            {...control}
            {...form.register('identifier')}
          />
        )}
      </Field>
      <KeepSignedIn />
      <Button type="submit" variant="primary" size="lg">
        Continue
      </Button>
    </form>
  );
};
