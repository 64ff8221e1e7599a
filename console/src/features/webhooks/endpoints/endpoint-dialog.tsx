import { useSuspenseQuery } from '@tanstack/react-query';
import { useController, useWatch } from 'react-hook-form';
import type { z } from 'zod';
import { profileQuery } from '../../../api/queries';
import { CheckField } from '../../../ui/checkbox';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { Select } from '../../../ui/select';
import { useContractForm } from '../../../ui/use-contract-form';
import { endpointForm } from './endpoint-form';
import { refetchEndpoints } from './endpoints';
import { EventPicker } from './event-picker';

interface EndpointFormProps<Answer> {
  action: string;
  present: z.output<typeof endpointForm>;
  send: (wish: z.output<typeof endpointForm>) => Promise<Answer>;
  onClose: () => void;
  onDone: (answer: Answer) => void;
}

const EndpointForm = <Answer,>(props: EndpointFormProps<Answer>) => {
  const { action, present, send, onClose, onDone } = props;
  const { data: me } = useSuspenseQuery(profileQuery);
  const form = useContractForm({
    contract: endpointForm,
    defaultValues: { ...present, wants: present.eventTypes.length === 0 ? 'every' : 'chosen' },
    send,
    onDone: (answer) => {
      void refetchEndpoints();
      onDone(answer);
    },
    codes: { address_not_allowed: 'url', unknown_event_type: 'eventTypes' },
  });
  const { errors, register } = form;
  const [wants, installation] = useWatch({
    control: form.control,
    name: ['wants', 'installation'],
  });
  const { field: types } = useController({ control: form.control, name: 'eventTypes' });
  return (
    <DialogForm form={form} action={action} onCancel={onClose}>
      <Field label="Address" hint="Where events are sent by POST." error={errors.url?.message}>
        {(control) => (
          <Input
            type="url"
            autoComplete="off"
            placeholder="https://example.com/webhooks"
            {...control}
            {...register('url')}
          />
        )}
      </Field>
      <Field label="Description" hint="May be empty." error={errors.description?.message}>
        {(control) => <Input autoComplete="off" {...control} {...register('description')} />}
      </Field>
      <Field label="Events" error={errors.wants?.message ?? errors.eventTypes?.message}>
        {(control) => (
          <Select {...control} {...register('wants')}>
            <option value="every">Every event, also of later versions</option>
            <option value="chosen">Only those chosen</option>
          </Select>
        )}
      </Field>
      {wants === 'chosen' && (
        <EventPicker
          value={types.value}
          withInstallation={installation}
          onChange={(chosen) => {
            types.onChange(chosen);
            form.clearErrors(['wants', 'eventTypes']);
          }}
        />
      )}
      {me.permissions.includes('security:manage') && (
        <CheckField {...register('installation')}>
          Also events of the whole installation, such as alerts and blocked addresses
        </CheckField>
      )}
    </DialogForm>
  );
};

/** Where an endpoint is and what it wants, of a new one or one that is there. */
export const EndpointDialog = <Answer,>({
  title,
  open,
  ...form
}: EndpointFormProps<Answer> & { title: string; open: boolean }) => (
  <Dialog
    open={open}
    onOpenChange={form.onClose}
    title={title}
    description="Events of the organization are sent there, signed, until they are taken."
  >
    <EndpointForm {...form} />
  </Dialog>
);
