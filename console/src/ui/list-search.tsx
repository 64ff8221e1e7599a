import { useCallback } from 'react';
import { SearchField } from './search-field';

interface ListSearchProps {
  label: string;
  placeholder: string;
  search: string | undefined;
  /** Told undefined when nothing is searched for any more. */
  onSearch: (search: string | undefined) => void;
}

/** Above a list that is narrowed by one text. */
export const ListSearch = ({ label, placeholder, search, onSearch }: ListSearchProps) => {
  const change = useCallback(
    (text: string) => onSearch(text === '' ? undefined : text),
    [onSearch],
  );
  return (
    <search className="block p-3 sm:px-5 sm:py-4">
      <SearchField label={label} placeholder={placeholder} value={search ?? ''} onChange={change} />
    </search>
  );
};
