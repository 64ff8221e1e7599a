import type { AttributeDefinition } from '@gatehouse/contracts/identity/profiles/attributes';
import {
  attributeDefinition,
  attributeKinds,
} from '@gatehouse/contracts/identity/profiles/attributes';
import { CheckField } from '../../../ui/checkbox';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { Select } from '../../../ui/select';
import { useContractForm } from '../../../ui/use-contract-form';
import { kindNames } from './attributes';

interface DefinitionDialogProps {
  /** What is defined so far; undefined for a new one. */
  present?: AttributeDefinition | undefined;
  save: (definition: AttributeDefinition) => Promise<unknown>;
  onClose: () => void;
}

const fresh = {
  key: '',
  name: '',
  kind: 'text',
  choices: [],
  required: false,
  editableBy: 'administrators',
} as const satisfies AttributeDefinition;

const toChoices = (value: string | string[]): string[] =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((choice) => choice.trim())
        .filter((choice) => choice !== '')
    : value;

/** Defines an attribute, or changes what one is called. */
export const DefinitionDialog = ({ present, save, onClose }: DefinitionDialogProps) => {
  const form = useContractForm({
    contract: attributeDefinition,
    defaultValues: { ...fresh, ...present },
    send: save,
    onDone: onClose,
  });
  const { errors, register } = form;
  const kind = form.watch('kind');
  const title = present ? `Edit ${present.name}` : 'Add an attribute';
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      <DialogForm form={form} action="Save" onCancel={onClose}>
        <Field label="Name" error={errors.name?.message}>
          {(control) => <Input autoComplete="off" {...control} {...register('name')} />}
        </Field>
        <Field label="Key" hint="As programs name it." error={errors.key?.message}>
          {(control) => (
            <Input
              autoComplete="off"
              spellCheck={false}
              readOnly={present !== undefined}
              {...control}
              {...register('key')}
            />
          )}
        </Field>
        {!present && (
          <Field label="Kind" error={errors.kind?.message}>
            {(control) => (
              <Select {...control} {...register('kind')}>
                {attributeKinds.map((one) => (
                  <option key={one} value={one}>
                    {kindNames[one]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        {kind === 'choice' && (
          <Field label="Choices" hint="With commas between them." error={errors.choices?.message}>
            {(control) => (
              <Input
                autoComplete="off"
                {...control}
                {...register('choices', { setValueAs: toChoices })}
              />
            )}
          </Field>
        )}
        <CheckField {...register('required')}>It must not be left empty</CheckField>
        <CheckField
          checked={form.watch('editableBy') === 'person'}
          onChange={({ target }) =>
            form.setValue('editableBy', target.checked ? 'person' : 'administrators')
          }
        >
          The person may change it
        </CheckField>
      </DialogForm>
    </Dialog>
  );
};
