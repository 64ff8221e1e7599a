import { useMutation } from '@tanstack/react-query';
import { Download, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { client } from '../../api/client';
import { Button } from '../../ui/button';
import { Menu, MenuItem } from '../../ui/menu';
import { saveFile } from '../../ui/save-file';
import { type AuditFilter, queryOf } from './audit';
import { VerificationDialog } from './verification-dialog';

const ExportMenu = ({ filter }: { filter: AuditFilter }) => {
  const take = useMutation({
    mutationFn: async (format: 'csv' | 'jsonl') => {
      const file = await client.audit.export({ query: { ...queryOf(filter), format } });
      saveFile(file, `audit-trail.${format}`);
    },
  });
  return (
    <Menu
      trigger={
        <Button busy={take.isPending}>{!take.isPending && <Download aria-hidden />} Export</Button>
      }
    >
      <MenuItem onSelect={() => take.mutate('csv')}>As CSV</MenuItem>
      <MenuItem onSelect={() => take.mutate('jsonl')}>As JSON lines</MenuItem>
    </Menu>
  );
};

/** What can be done with the trail: take it out as it is filtered, and have it verified. */
export const AuditActions = ({ filter }: { filter: AuditFilter }) => {
  const [verifying, setVerifying] = useState(false);
  return (
    <>
      <ExportMenu filter={filter} />
      <Button onClick={() => setVerifying(true)}>
        <ShieldCheck aria-hidden /> Verify
      </Button>
      {verifying && <VerificationDialog onClose={() => setVerifying(false)} />}
    </>
  );
};
