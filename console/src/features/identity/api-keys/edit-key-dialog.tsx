import { etagOf } from '@gatehouse/contracts/etag';
import type { ApiKey } from '@gatehouse/contracts/identity/api-keys';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input, TextArea } from '../../../ui/input';
import { Select } from '../../../ui/select';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { type KeySource, refetchApiKeys } from './api-keys';
import { firstMessage } from './first-message';
import { keyChangeForm } from './key-form';
import { LimitField } from './form/limit-field';
import { ScopeChoice } from './scope-choice';

interface EditKeyDialogProps {
  source: KeySource;
  apiKey: ApiKey;
  onClose: () => void;
}

const EditKeyForm = ({ source, apiKey, onClose }: EditKeyDialogProps) => {
  const form = useContractForm({
    contract: keyChangeForm,
    defaultValues: {
      name: apiKey.name,
      scopes: apiKey.scopes,
      allowedAddresses: apiKey.allowedAddresses.join('\n'),
      expiresInDays: 'same',
      requestsPerMinute: apiKey.requestsPerMinute?.toString() ?? '',
    },
    send: (body) => source.update(apiKey.id, body, etagOf(apiKey.updatedAt)),
    onDone: () => {
      toast('The key is saved.');
      void refetchApiKeys(source);
      onClose();
    },
  });
  const { errors, register } = form;
  return (
    <DialogForm form={form} action="Save" onCancel={onClose}>
      <Field label="Name" error={errors.name?.message}>
        {(control) => <Input autoComplete="off" {...control} {...register('name')} />}
      </Field>
      <ScopeChoice
        scopes={apiKey.scopes}
        error={firstMessage(errors.scopes)}
        register={() => register('scopes')}
      />
      <Field label="Expires" error={errors.expiresInDays?.message}>
        {(control) => (
          <Select {...control} {...register('expiresInDays')}>
            <option value="same">as it is</option>
            <option value="7">in 7 days</option>
            <option value="30">in 30 days</option>
            <option value="90">in 90 days</option>
            <option value="365">in a year</option>
            <option value="">never</option>
          </Select>
        )}
      </Field>
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

export const EditKeyDialog = (props: EditKeyDialogProps) => (
  <Dialog
    open
    onOpenChange={props.onClose}
    title="Edit the key"
    description="It may do less from now on, and never more: make a new key for that."
  >
    <EditKeyForm {...props} />
  </Dialog>
);
