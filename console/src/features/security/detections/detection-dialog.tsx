import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { etagOf } from '@gatehouse/contracts/etag';
import { alertSeverities } from '@gatehouse/contracts/events';
import {
  type Detection,
  detectionActions,
  detectionSettings,
} from '@gatehouse/contracts/security/detections';
import { client } from '../../../api/client';
import { CheckField } from '../../../ui/checkbox';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { Select } from '../../../ui/select';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { severityNames } from '../alerts/severity-badge';
import { refetchMonitor } from '../monitor';
import { actionNames } from './detections';
import { DryRunNote } from './dry-run-note';

interface DetectionDialogProps {
  detection: Detection;
  onClose: () => void;
}

/** The settings, from what the form's fields hold. */
const detectionForm = z
  .object({
    enabled: z.boolean(),
    threshold: z.string(),
    windowMinutes: z.string(),
    action: z.enum(detectionActions),
    severity: z.enum(alertSeverities),
  })
  .transform(({ threshold, windowMinutes, ...rest }): z.input<typeof detectionSettings> => ({
    ...rest,
    threshold: Number(threshold),
    windowMinutes: Number(windowMinutes),
  }))
  .pipe(detectionSettings);

const useDetectionForm = ({ detection, onClose }: DetectionDialogProps) =>
  useContractForm({
    contract: detectionForm,
    defaultValues: {
      enabled: detection.enabled,
      threshold: String(detection.threshold),
      windowMinutes: String(detection.windowMinutes),
      action: detection.action,
      severity: detection.severity,
    },
    send: (body) =>
      client.detections.update({
        params: { key: detection.key },
        body,
        ifMatch: etagOf(detection.updatedAt),
      }),
    onDone: () => {
      toast('The detection is set.');
      void refetchMonitor();
      onClose();
    },
  });

const DetectionForm = (props: DetectionDialogProps) => {
  const { detection, onClose } = props;
  const form = useDetectionForm(props);
  const { errors, register, control } = form;
  const [threshold, windowMinutes] = useWatch({ control, name: ['threshold', 'windowMinutes'] });
  const possible = detectionActions.filter(
    (action) => detection.canBlock || action !== 'alert_and_block',
  );
  return (
    <DialogForm form={form} action="Save" onCancel={onClose}>
      <CheckField {...register('enabled')}>Look for it</CheckField>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Threshold" hint={detection.unit} error={errors.threshold?.message}>
          {(field) => <Input type="number" min={1} {...field} {...register('threshold')} />}
        </Field>
        <Field label="Within" hint="minutes" error={errors.windowMinutes?.message}>
          {(field) => <Input type="number" min={1} {...field} {...register('windowMinutes')} />}
        </Field>
        <Field label="Then" error={errors.action?.message}>
          {(field) => (
            <Select {...field} {...register('action')}>
              {possible.map((action) => (
                <option key={action} value={action}>
                  {actionNames[action]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Severity" error={errors.severity?.message}>
          {(field) => (
            <Select {...field} {...register('severity')}>
              {alertSeverities.map((severity) => (
                <option key={severity} value={severity}>
                  {severityNames[severity]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {detection.canDryRun && (
        <DryRunNote
          detection={detection}
          threshold={Number(threshold)}
          windowMinutes={Number(windowMinutes)}
        />
      )}
    </DialogForm>
  );
};

/** Sets a detection, and tells beforehand what that would have done. */
export const DetectionDialog = (props: DetectionDialogProps) => (
  <Dialog
    open
    onOpenChange={props.onClose}
    title={props.detection.title}
    description={props.detection.description}
  >
    <DetectionForm {...props} />
  </Dialog>
);
