import type { GrantablePermission } from '@gatehouse/contracts/permissions';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input, TextArea } from '../../../ui/input';
import { Select } from '../../../ui/select';
import { useContractForm } from '../../../ui/use-contract-form';
import { type KeySource, type NewSecret, refetchApiKeys } from './api-keys';
import { firstMessage } from './first-message';
import { keyForm } from './key-form';
import { LimitField } from './form/limit-field';
import { ScopeChoice } from './scope-choice';

interface CreateDialogProps {
  source: KeySource;
  /** What a key of theirs may do at most. */
  grantable: readonly GrantablePermission[];
  open: boolean;
  onClose: () => void;
  onMade: (made: NewSecret) => void;
}

const CreateForm = ({ source, grantable, onClose, onMade }: Omit<CreateDialogProps, 'open'>) => {
  const form = useContractForm({
    contract: keyForm,
    defaultValues: {
      name: '',
      environment: 'live',
      scopes: [],
      allowedAddresses: '',
      expiresInDays: '90',
      requestsPerMinute: '',
    },
    send: (body) => source.create(body),
    onDone: (made) => {
      void refetchApiKeys(source);
      onMade(made);
    },
  });
  const { errors, register } = form;
  return (
    <DialogForm form={form} action="Make the key" onCancel={onClose}>
      <Field
        label="Name"
        hint="What will use it, such as “Nightly export”."
        error={errors.name?.message}
      >
        {(control) => <Input autoComplete="off" {...control} {...register('name')} />}
      </Field>
      <ScopeChoice
        scopes={grantable}
        error={firstMessage(errors.scopes)}
        register={() => register('scopes')}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Expires" error={errors.expiresInDays?.message}>
          {(control) => (
            <Select {...control} {...register('expiresInDays')}>
              <option value="7">in 7 days</option>
              <option value="30">in 30 days</option>
              <option value="90">in 90 days</option>
              <option value="365">in a year</option>
              <option value="">never</option>
            </Select>
          )}
        </Field>
        <Field label="Marked as" error={errors.environment?.message}>
          {(control) => (
            <Select {...control} {...register('environment')}>
              <option value="live">Live</option>
              <option value="test">Test</option>
            </Select>
          )}
        </Field>
      </div>
      <LimitField
        error={errors.requestsPerMinute?.message}
        register={() => register('requestsPerMinute')}
      />
      <Field
        label="Only from these addresses"
        hint="IP addresses or ranges, such as 192.0.2.0/24. Leave empty for any."
        error={firstMessage(errors.allowedAddresses)}
      >
        {(control) => (
          <TextArea rows={2} spellCheck={false} {...control} {...register('allowedAddresses')} />
        )}
      </Field>
    </DialogForm>
  );
};

export const CreateDialog = ({ open, ...form }: CreateDialogProps) => (
  <Dialog
    open={open}
    onOpenChange={form.onClose}
    title="New API key"
    description="A program that has it calls as far as you choose here."
  >
    <CreateForm {...form} />
  </Dialog>
);
