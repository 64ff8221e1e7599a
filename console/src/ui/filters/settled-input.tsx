import { useState } from 'react';
import { Input } from '../input';

interface SettledInputProps {
  label: string;
  placeholder: string;
  /** What is asked for now; undefined for anything. */
  value: string | undefined;
  onSettle: (value: string | undefined) => void;
}

/** For what only matches whole: asks when Enter is pressed or the field is left, not at every key. */
export const SettledInput = ({ label, placeholder, value, onSettle }: SettledInputProps) => {
  const [draft, setDraft] = useState(value ?? '');
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    setDraft(value ?? '');
  }
  const settle = () => {
    const text = draft.trim();
    if (text !== (value ?? '')) onSettle(text === '' ? undefined : text);
  };
  return (
    <Input
      aria-label={label}
      placeholder={placeholder}
      value={draft}
      onChange={({ target }) => setDraft(target.value)}
      onBlur={settle}
      onKeyDown={({ key }) => {
        if (key === 'Enter') settle();
      }}
    />
  );
};
