import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { saveFile } from '../../../ui/save-file';

/** Everybody of the organization, as a file. */
export const ExportButton = () => {
  const people = useMutation({
    mutationFn: () => client.imports.export({ query: { format: 'csv' } }),
    onSuccess: (file) => saveFile(file, 'people.csv'),
  });
  return (
    <Button busy={people.isPending} onClick={() => people.mutate()}>
      <Download aria-hidden /> Export
    </Button>
  );
};
