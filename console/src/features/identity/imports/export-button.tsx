import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import type { ExportFormat } from '@gatehouse/contracts/identity/imports';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Menu, MenuItem } from '../../../ui/menu';
import { saveFile } from '../../../ui/save-file';
import { type PeopleFilter, queryOf } from '../users/people';

/** The people of the list, as it is filtered, as a file. */
export const ExportButton = ({ filter }: { filter: PeopleFilter }) => {
  const people = useMutation({
    mutationFn: async (format: ExportFormat) => {
      const file = await client.imports.export({ query: { ...queryOf(filter), format } });
      saveFile(file, `people.${format}`);
    },
  });
  return (
    <Menu
      trigger={
        <Button busy={people.isPending}>
          {!people.isPending && <Download aria-hidden />} Export
        </Button>
      }
    >
      <MenuItem onSelect={() => people.mutate('csv')}>As CSV</MenuItem>
      <MenuItem onSelect={() => people.mutate('json')}>As JSON</MenuItem>
      <MenuItem onSelect={() => people.mutate('jsonl')}>As JSON lines</MenuItem>
    </Menu>
  );
};
