import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExistingWish } from '@gatehouse/contracts/identity/imports';
import { csvType, jsonLinesType, jsonType } from '@gatehouse/contracts/media-types';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { CheckField } from '../../../ui/checkbox';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { ProblemNote } from '../../../ui/problem-note';
import { Select } from '../../../ui/select';
import { ImportReport } from './import-report';

/** Browsers do not agree on what a CSV file is. */
const typed = (file: File): Blob => {
  if (/\.json$/i.test(file.name)) return new Blob([file], { type: jsonType });
  return new Blob([file], {
    type: /\.(jsonl|ndjson)$/i.test(file.name) ? jsonLinesType : csvType,
  });
};

const labels: Record<ExistingWish, string> = {
  skip: 'Leave as they are',
  update: 'Update members: names, role, attributes and groups',
  add: 'Update members, invite those with an account elsewhere',
};
const wishes: readonly ExistingWish[] = ['skip', 'update', 'add'];

const ImportSteps = ({ onClose }: { onClose: () => void }) => {
  const [file, setFile] = useState<File>();
  const [dryRun, setDryRun] = useState(true);
  const [invite, setInvite] = useState(true);
  const [onExisting, setOnExisting] = useState<ExistingWish>('skip');
  const upload = useMutation({
    mutationFn: (chosen: File) =>
      client.imports.create({
        query: { dryRun: dryRun ? 'true' : 'false', invite: invite ? 'true' : 'false', onExisting },
        file: typed(chosen),
      }),
    meta: { inForm: true },
  });
  if (upload.data) {
    const again = upload.data.dryRun;
    return (
      <>
        <ImportReport key={upload.data.id} begun={upload.data} />
        <DialogActions>
          {again && <Button onClick={() => upload.reset()}>Back</Button>}
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </DialogActions>
      </>
    );
  }
  return (
    <div className="grid gap-4">
      <ProblemNote error={upload.error} />
      <Field
        label="File"
        hint="CSV with the columns email, firstName, lastName and role (also a custom one, by its name), or the same as JSON lines or a JSON array."
      >
        {(control) => (
          <Input
            type="file"
            accept=".csv,.json,.jsonl,.ndjson"
            {...control}
            onChange={({ target }) => setFile(target.files?.[0])}
          />
        )}
      </Field>
      <Field
        label="People who are there already"
        hint="Nobody with an account elsewhere joins without accepting the invitation."
      >
        {(control) => (
          <Select
            {...control}
            value={onExisting}
            onChange={({ target }) =>
              setOnExisting(wishes.find((one) => one === target.value) ?? 'skip')
            }
          >
            {wishes.map((wish) => (
              <option key={wish} value={wish}>
                {labels[wish]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <CheckField checked={dryRun} onChange={({ target }) => setDryRun(target.checked)}>
        Dry run: only say what would happen
      </CheckField>
      <CheckField checked={invite} onChange={({ target }) => setInvite(target.checked)}>
        Send everybody a mail to choose a password
      </CheckField>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="primary"
          disabled={file === undefined}
          busy={upload.isPending}
          onClick={() => file && upload.mutate(file)}
        >
          {dryRun ? 'Try it' : 'Import'}
        </Button>
      </DialogActions>
    </div>
  );
};

/** Adds many people from a file, with a dry run first. */
export const ImportDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <Dialog
    open={open}
    onOpenChange={onClose}
    title="Import people"
    description="Lines that are wrong are refused one by one; the others are added."
  >
    <ImportSteps onClose={onClose} />
  </Dialog>
);
