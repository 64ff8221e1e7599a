import { z } from 'zod';
import { PromptDialog } from '../../../ui/prompt-dialog';

const timeToCome = z
  .string()
  .transform((text) => new Date(text))
  .refine((until) => until > new Date(), 'choose a time to come');

interface SnoozeDialogProps {
  onSnooze: (until: Date) => void;
  onClose: () => void;
}

/** Any other time to be reminded at. */
export const SnoozeDialog = ({ onSnooze, onClose }: SnoozeDialogProps) => (
  <PromptDialog
    title="Snooze until"
    label="Time"
    action="Snooze"
    type="datetime-local"
    contract={timeToCome}
    send={onSnooze}
    onClose={onClose}
  />
);
