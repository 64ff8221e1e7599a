import {
  attributeChange,
  type AttributeChange,
  type AttributeDefinition,
  type AttributeValues,
} from '@gatehouse/contracts/identity/profiles/attributes';
import { z } from 'zod';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { useContractForm } from '../../../ui/use-contract-form';
import { AttributeField, valueOf } from './attribute-field';

interface AttributesDialogProps {
  definitions: readonly AttributeDefinition[];
  values: AttributeValues;
  save: (attributes: AttributeChange) => Promise<unknown>;
  onClose: () => void;
}

const contract = z.object({ attributes: attributeChange });

/** Fields hold a value as text. */
const heldOf = (definitions: readonly AttributeDefinition[], values: AttributeValues) =>
  Object.fromEntries(definitions.map(({ key }) => [key, String(values[key] ?? '')]));

/** Changes what is known of a person, as far as these definitions go. */
export const AttributesDialog = ({ definitions, values, save, onClose }: AttributesDialogProps) => {
  const form = useContractForm({
    contract,
    defaultValues: { attributes: heldOf(definitions, values) },
    send: ({ attributes }) => save(attributes),
    onDone: onClose,
  });
  return (
    <Dialog open onOpenChange={onClose} title="Edit the attributes">
      <DialogForm form={form} action="Save" onCancel={onClose}>
        {definitions.map((definition) => (
          <AttributeField
            key={definition.key}
            definition={definition}
            input={form.register(`attributes.${definition.key}`, {
              setValueAs: valueOf(definition),
            })}
          />
        ))}
      </DialogForm>
    </Dialog>
  );
};
