import { z } from 'zod';
import { client } from '../../../api/client';
import { PromptDialog } from '../../../ui/prompt-dialog';
import { toast } from '../../../ui/toast-store';
import { refetchDeliveries } from './deliveries';

const timePast = z
  .string()
  .transform((text) => new Date(text))
  .refine((since) => since < new Date(), 'choose a time in the past');

const resend = async (since: Date): Promise<void> => {
  const body = { since: since.toISOString() };
  const { resent, hasMore } = await client.notificationDeliveries.resendFailed({ body });
  toast(`${resent} sent again.${hasMore ? ' There are more: send again once more.' : ''}`);
  void refetchDeliveries();
};

/** Sends again what failed, such as after an outage of the mail server. */
export const ResendDialog = ({ onClose }: { onClose: () => void }) => (
  <PromptDialog
    title="Send again what failed"
    label="Of what was made since"
    action="Send again"
    type="datetime-local"
    contract={timePast}
    send={resend}
    onClose={onClose}
  />
);
