import type { AlertNote } from '@gatehouse/contracts/security/alerts';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Field } from '../../../ui/field';
import { TextArea } from '../../../ui/input';
import { ProblemNote } from '../../../ui/problem-note';
import { Time } from '../../../ui/time';
import { useContractForm } from '../../../ui/use-contract-form';
import { refetchMonitor } from '../monitor';

const kinds: Record<AlertNote['kind'], { byWhom: string; alone: string }> = {
  note: { byWhom: 'said', alone: 'Said' },
  resolved: { byWhom: 'resolved it', alone: 'Resolved' },
  reopened: { byWhom: 'opened it again', alone: 'Opened again' },
};

/** "Ada Lovelace resolved it", or "Resolved" by itself, or by who was erased since. */
const deedOf = ({ kind, authorName }: AlertNote) =>
  authorName === null ? kinds[kind].alone : `${authorName} ${kinds[kind].byWhom}`;

const NoteForm = ({ id }: { id: string }) => {
  const form = useContractForm({
    contract: routes.alerts.note.body,
    defaultValues: { text: '' },
    send: (body) => client.alerts.note({ params: { id }, body }),
    onDone: () => {
      form.reset();
      void refetchMonitor();
    },
  });
  return (
    <form noValidate className="mt-3 grid gap-2" onSubmit={form.onSubmit}>
      <ProblemNote error={form.problem} />
      <Field label="Note" hint="Other staff read it." error={form.errors.text?.message}>
        {(control) => <TextArea rows={2} {...control} {...form.register('text')} />}
      </Field>
      <Button type="submit" className="justify-self-end" busy={form.busy}>
        Add note
      </Button>
    </form>
  );
};

interface AlertNotesProps {
  id: string;
  notes: readonly AlertNote[];
  mayManage: boolean;
}

/** What staff said of an alert. */
export const AlertNotes = ({ id, notes, mayManage }: AlertNotesProps) => (
  <section aria-label="Notes" className="mt-5">
    <h3 className="mb-1 font-medium">Notes</h3>
    {notes.length === 0 && <p className="text-muted">Nobody said anything yet.</p>}
    <ul className="divide-line divide-y">
      {notes.map((note) => (
        <li key={note.id} className="py-2">
          <p className="text-muted text-[0.8125rem]">
            {deedOf(note)}, <Time value={note.createdAt} />
          </p>
          <p className="wrap-anywhere whitespace-pre-wrap">{note.text}</p>
        </li>
      ))}
    </ul>
    {mayManage && <NoteForm id={id} />}
  </section>
);
