import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { client } from '../../../api/client';
import { SuggestingInput } from '../../../ui/input';

interface ActorFilterProps {
  actor: string | undefined;
  /** Names by id of who stands in the entries that are shown, people who are gone among them. */
  shown: ReadonlyMap<string, string>;
  /** Whether the reader may look people up. */
  searches: boolean;
  onChange: (actor: string | undefined) => void;
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** People whom a text finds, labelled so that each label is one person's. */
const usePeople = (text: string, enabled: boolean) =>
  useQuery({
    queryKey: ['people', 'named', text],
    queryFn: async ({ signal }) => {
      const { data } = await client.users.list({ query: { search: text, limit: 10 }, signal });
      return data.map(
        ({ id, firstName, lastName, email }) =>
          [`${firstName} ${lastName} · ${email}`, id] as const,
      );
    },
    enabled: enabled && text !== '',
    placeholderData: keepPreviousData,
  });

/** Finds who did it while one types: a member, whoever stands in the entries, or an id. */
export const ActorFilter = ({ actor, shown, searches, onChange }: ActorFilterProps) => {
  const [draft, setDraft] = useState<string>();
  const [seen, setSeen] = useState(actor);
  const [chosen, setChosen] = useState<{ id: string; name: string }>();
  if (actor !== seen) {
    setSeen(actor);
    setDraft(undefined);
  }
  const named = chosen?.id === actor ? chosen?.name : shown.get(actor ?? '');
  const label = named ?? actor ?? '';
  const text = useDeferredValue(draft?.trim() ?? '');
  const found = usePeople(text, searches).data ?? [];
  const inEntries = [...shown].map(([id, name]) => [name, id] as const);
  const options = new Map([...inEntries, ...(text === '' ? [] : found)]);
  const type = (value: string) => {
    setDraft(value);
    const id = options.get(value) ?? (uuid.test(value.trim()) ? value.trim() : undefined);
    if (id === undefined && value !== '') return;
    if (id !== undefined) setChosen({ id, name: value });
    onChange(id);
  };
  return (
    <SuggestingInput
      aria-label="Who did it"
      placeholder="Done by anyone"
      suggestions={[...options.keys()]}
      value={draft ?? label}
      onType={type}
      onBlur={() => setDraft(undefined)}
    />
  );
};
