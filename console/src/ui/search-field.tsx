import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Input } from './input';

const typingPause = 250;

interface SearchFieldProps {
  label: string;
  placeholder: string;
  /** What is asked for now; empty for all. */
  value: string;
  onChange: (value: string) => void;
}

/** Asks a moment after the last key. */
export const SearchField = ({ label, placeholder, value, onChange }: SearchFieldProps) => {
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    // Somebody cleared it elsewhere; while one types, what is asked for comes behind.
    if (value === '') setText('');
  }
  useEffect(() => {
    if (text.trim() === value) return undefined;
    const timer = setTimeout(() => onChange(text.trim()), typingPause);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <span className="relative block">
      <Search
        className="text-muted pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2"
        aria-hidden
      />
      <Input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        className="pl-8.5"
        maxLength={100}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </span>
  );
};
