import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../../../ui/button';
import { Input } from '../../../ui/input';

/** A value that a template puts in, and what stands for it in previews. */
export interface Variable {
  key: number;
  name: string;
  sample: string;
}

interface VariablesFieldProps {
  value: readonly Variable[];
  error?: string | undefined;
  onChange: (value: Variable[]) => void;
}

/** The values of a template, each with a sample. */
export const VariablesField = ({ value, error, onChange }: VariablesFieldProps) => {
  const change = (key: number, part: Partial<Variable>) =>
    onChange(value.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const add = () => {
    const key = 1 + Math.max(0, ...value.map((one) => one.key));
    onChange([...value, { key, name: '', sample: '' }]);
  };
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-[0.8125rem] font-medium">Values</legend>
      {value.map(({ key, name, sample }, index) => (
        <div key={key} className="grid grid-cols-[1fr_1fr_auto] gap-2">
          <Input
            aria-label={`Name of value ${index + 1}`}
            placeholder="firstName"
            spellCheck={false}
            className="font-mono"
            value={name}
            onChange={({ target }) => change(key, { name: target.value })}
          />
          <Input
            aria-label={`Sample of value ${index + 1}`}
            placeholder="Ada"
            value={sample}
            onChange={({ target }) => change(key, { sample: target.value })}
          />
          <Button
            size="icon"
            variant="ghost"
            aria-label={`Remove value ${index + 1}`}
            onClick={() => onChange(value.filter((one) => one.key !== key))}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      <p className="text-muted text-[0.8125rem]">
        What the words can put in, with a sample for previews and tests.
      </p>
      {error && <p className="text-danger-text text-[0.8125rem]">{error}</p>}
      <div>
        <Button size="sm" onClick={add}>
          <Plus aria-hidden /> Add a value
        </Button>
      </div>
    </fieldset>
  );
};
