import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../api/client';
import { Dialog } from '../../ui/dialog';
import { DialogForm } from '../../ui/dialog-form';
import { Field } from '../../ui/field';
import { Select } from '../../ui/select';
import { Time } from '../../ui/time';
import { toast } from '../../ui/toast-store';
import { refetchEvents } from './events';

const hour = 3_600_000;
const spans = {
  '1': 'The last hour',
  '6': 'The last 6 hours',
  '24': 'The last 24 hours',
  all: 'All that is kept',
};
type Span = keyof typeof spans;
const isSpan = (value: string): value is Span => value in spans;

interface ReplayDialogProps {
  listeners: readonly string[];
  /** Events that happened before are not kept. */
  earliest: string;
  onClose: () => void;
}

/** A minute after what the server said: it moves on while one chooses. */
const beginOf = (span: Span, earliest: string): string => {
  const kept = Date.parse(earliest) + 60_000;
  const wanted = span === 'all' ? kept : Date.now() - Number(span) * hour;
  return new Date(Math.max(kept, wanted)).toISOString();
};

/** Gives the events of a time to one listener again. */
export const ReplayDialog = ({ listeners, earliest, onClose }: ReplayDialogProps) => {
  const [listener, setListener] = useState(listeners[0] ?? '');
  const [span, setSpan] = useState<Span>('1');
  const start = useMutation({
    mutationFn: () =>
      client.events.replay({
        body: { listener, from: beginOf(span, earliest) },
        idempotencyKey: crypto.randomUUID(),
      }),
    meta: { inForm: true },
    onSuccess: () => {
      toast(`Past events are on their way to ${listener}.`);
      void refetchEvents();
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Replay events"
      description="Only listeners whom it does no harm are offered: what they have done already is not done twice."
    >
      <DialogForm
        form={{
          onSubmit: (event) => {
            event.preventDefault();
            start.mutate();
          },
          problem: start.error,
          busy: start.isPending,
        }}
        action="Replay"
        onCancel={onClose}
      >
        <Field label="Listener">
          {(control) => (
            <Select
              {...control}
              value={listener}
              onChange={({ target }) => setListener(target.value)}
            >
              {listeners.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Time">
          {(control) => (
            <Select
              {...control}
              value={span}
              onChange={({ target }) => isSpan(target.value) && setSpan(target.value)}
            >
              {Object.entries(spans).map(([key, label]) => (
                <option key={key} value={key}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <p className="text-muted text-[0.8125rem]">
          Events are kept for replays since <Time value={earliest} exact />.
        </p>
      </DialogForm>
    </Dialog>
  );
};
