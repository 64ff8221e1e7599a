import { categories, type Category } from '@gatehouse/contracts/notifications/categories';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { Select } from '../../../ui/select';
import { type Variable, VariablesField } from './variables-field';

const isCategory = (name: string): name is Category => name in categories;

/** What a version says of itself, beside its words. */
export interface About {
  title: string;
  category: Category;
  variables: Variable[];
}

/** As the API takes it. */
export const aboutOf = ({ title, category, variables }: About) => ({
  ...(title.trim() === '' ? {} : { title }),
  category,
  variables: Object.fromEntries(variables.map(({ name, sample }) => [name, sample])),
});

/** Names of values that words can put in. */
export const namesIn = ({ variables }: About): string[] =>
  variables.map(({ name }) => name).filter((name) => name !== '');

interface AboutFieldsProps {
  value: About;
  errors: Partial<Record<string, string>>;
  onChange: (change: Partial<About>) => void;
}

/** What a template is called, which kind it is of, and its values. */
export const AboutFields = ({ value, errors, onChange }: AboutFieldsProps) => (
  <>
    <Field label="Title" hint="What people call it." error={errors.title}>
      {(control) => (
        <Input
          {...control}
          value={value.title}
          onChange={({ target }) => onChange({ title: target.value })}
        />
      )}
    </Field>
    <Field label="About" hint="People choose for each of these by which channels they are told.">
      {(control) => (
        <Select
          {...control}
          value={value.category}
          onChange={({ target }) =>
            isCategory(target.value) && onChange({ category: target.value })
          }
        >
          {Object.entries(categories).map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
    <VariablesField
      value={value.variables}
      error={errors.variables}
      onChange={(variables) => onChange({ variables })}
    />
  </>
);
