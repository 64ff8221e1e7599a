import type { ComponentProps } from 'react';
import type {
  AttributeDefinition,
  AttributeValue,
} from '@gatehouse/contracts/identity/profiles/attributes';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { Select } from '../../../ui/select';

/** What a field holds as the value of an attribute; an empty one is no value. */
export const valueOf =
  ({ kind }: AttributeDefinition) =>
  (held: AttributeValue | null): AttributeValue | null => {
    if (held === '' || held === null) return null;
    if (kind === 'number') return Number(held);
    return kind === 'boolean' ? String(held) === 'true' : held;
  };

const inputTypes = { text: 'text', number: 'number', date: 'date' } as const;

/** Whatever a list offers beside nothing: its value, and how it reads. */
export const optionsOf = ({ kind, choices }: AttributeDefinition): (readonly [string, string])[] =>
  kind === 'boolean'
    ? [
        ['true', 'Yes'],
        ['false', 'No'],
      ]
    : choices.map((choice) => [choice, choice] as const);

interface AttributeFieldProps {
  definition: AttributeDefinition;
  input: ComponentProps<'input'> & ComponentProps<'select'>;
}

/** The field of an attribute, by its kind. */
export const AttributeField = ({ definition, input }: AttributeFieldProps) => {
  const { kind, name, required } = definition;
  return (
    <Field label={name} hint={required ? 'Required' : undefined}>
      {(control) =>
        kind === 'boolean' || kind === 'choice' ? (
          <Select {...control} {...input}>
            <option value="">None</option>
            {optionsOf(definition).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        ) : (
          <Input autoComplete="off" step="any" type={inputTypes[kind]} {...control} {...input} />
        )
      }
    </Field>
  );
};
