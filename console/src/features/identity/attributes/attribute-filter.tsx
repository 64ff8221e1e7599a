import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { AttributeDefinition } from '@gatehouse/contracts/identity/profiles/attributes';
import { FilterSelect } from '../../../ui/filter-select';
import { Input } from '../../../ui/input';
import { SearchField } from '../../../ui/search-field';
import { optionsOf } from './attribute-field';
import { attributesQuery } from './attributes';

interface ValueFilterProps {
  definition: AttributeDefinition;
  /** Empty for any. */
  value: string;
  onChange: (value: string) => void;
}

/** Of one attribute: a list of what it may be, or a field for its whole value. */
const ValueFilter = ({ definition, value, onChange }: ValueFilterProps) => {
  const { kind, name } = definition;
  const options = optionsOf(definition);
  if (options.length > 0)
    return (
      <FilterSelect
        label={name}
        any="Any value"
        options={options}
        value={value === '' ? undefined : value}
        onChange={(one) => onChange(one ?? '')}
      />
    );
  return kind === 'date' ? (
    <Input
      type="date"
      aria-label={name}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  ) : (
    <SearchField label={name} placeholder="The whole value" value={value} onChange={onChange} />
  );
};

interface AttributeFilterProps {
  /** An attribute and its value, such as `team:Sales`. */
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** Narrows people to those of whom the organization knows something; nothing where it defines none. */
export const AttributeFilter = ({ value: asked = '', onChange }: AttributeFilterProps) => {
  const definitions = useQuery(attributesQuery).data ?? [];
  const colon = asked.indexOf(':');
  const [key, setKey] = useState(colon < 0 ? undefined : asked.slice(0, colon));
  const definition = definitions.find((one) => one.key === key);
  const ask = useCallback(
    (value: string) => onChange(value === '' ? undefined : `${key}:${value}`),
    [key, onChange],
  );
  if (definitions.length === 0) return null;
  return (
    <span className="grid gap-2 sm:col-span-full sm:grid-cols-[10rem_16rem]">
      <FilterSelect
        label="Attribute"
        any="Any attributes"
        options={definitions.map(({ key: one, name }) => [one, name])}
        value={key}
        onChange={(chosen) => {
          setKey(chosen);
          onChange(undefined);
        }}
      />
      {definition && (
        <ValueFilter
          key={definition.key}
          definition={definition}
          value={asked.slice(colon + 1)}
          onChange={ask}
        />
      )}
    </span>
  );
};
