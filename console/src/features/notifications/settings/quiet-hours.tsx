import type { NotificationPreferences } from '@gatehouse/contracts/notifications/preferences';
import { CheckField } from '../../../ui/checkbox';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { Select } from '../../../ui/select';
import { timeZonesWith } from './settings';

interface QuietHoursProps {
  value: NotificationPreferences;
  onChange: (value: NotificationPreferences) => void;
}

const usual = { from: '22:00', until: '07:00' };

/** When neither mail nor SMS comes. */
export const QuietHours = ({ value, onChange }: QuietHoursProps) => {
  const { quietHours, timeZone } = value;
  const set = (change: Partial<typeof usual>) =>
    onChange({ ...value, quietHours: { ...(quietHours ?? usual), ...change } });
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <div className="grid max-w-xl gap-4">
      <CheckField
        checked={quietHours !== null}
        onChange={({ target }) =>
          onChange({
            ...value,
            quietHours: target.checked ? usual : null,
            timeZone: target.checked && timeZone === 'UTC' ? here : timeZone,
          })
        }
      >
        Leave me alone at certain hours
      </CheckField>
      {quietHours && (
        <div className="grid gap-4 sm:grid-cols-[8rem_8rem_1fr]">
          <Field label="From">
            {(control) => (
              <Input
                {...control}
                type="time"
                required
                value={quietHours.from}
                onChange={({ target }) => set({ from: target.value })}
              />
            )}
          </Field>
          <Field label="Until">
            {(control) => (
              <Input
                {...control}
                type="time"
                required
                value={quietHours.until}
                onChange={({ target }) => set({ until: target.value })}
              />
            )}
          </Field>
          <Field label="Time zone">
            {(control) => (
              <Select
                {...control}
                value={timeZone}
                onChange={({ target }) => onChange({ ...value, timeZone: target.value })}
              >
                {timeZonesWith(timeZone).map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </Select>
            )}
          </Field>
        </div>
      )}
    </div>
  );
};
