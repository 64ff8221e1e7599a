import {
  categories,
  type Category,
  type Channel,
  channels,
  isLocked,
} from '@gatehouse/contracts/notifications/categories';
import type { NotificationPreferences } from '@gatehouse/contracts/notifications/preferences';
import { channelNames } from './settings';
import { Checkbox } from '../../../ui/checkbox';

interface ChannelGridProps {
  value: NotificationPreferences;
  onChange: (value: NotificationPreferences) => void;
}

const Check = ({
  label,
  checked,
  disabled = false,
  onChange,
}: {
  label: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}) => (
  <Checkbox
    aria-label={label}
    checked={checked}
    disabled={disabled}
    onChange={({ target }) => onChange(target.checked)}
  />
);

/** A row for everything, and one for each kind; what is locked cannot be switched off. */
export const ChannelGrid = ({ value, onChange }: ChannelGridProps) => {
  const setChannel = (channel: Channel, on: boolean) =>
    onChange({ ...value, channels: { ...value.channels, [channel]: on } });
  const setCategory = (category: Category, channel: Channel, on: boolean) =>
    onChange({
      ...value,
      categories: {
        ...value.categories,
        [category]: { ...value.categories[category], [channel]: on },
      },
    });
  const isOn = (category: Category, channel: Channel) =>
    isLocked(category, channel) || value.categories[category][channel];
  return (
    <table className="w-full text-left">
      <thead>
        <tr className="text-muted text-xs">
          <th scope="col" className="py-2 font-medium">
            What
          </th>
          {channels.map((channel) => (
            <th
              key={channel}
              scope="col"
              className="w-18 px-1 py-2 text-center font-medium sm:w-28"
            >
              {channelNames[channel]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-line border-line divide-y border-t">
        <tr>
          <th scope="row" className="py-2.5 font-medium">
            Everything
          </th>
          {channels.map((channel) => (
            <td key={channel} className="text-center">
              <Check
                label={`Everything, ${channelNames[channel]}`}
                checked={value.channels[channel]}
                onChange={(on) => setChannel(channel, on)}
              />
            </td>
          ))}
        </tr>
        {(Object.keys(categories) as Category[]).map((category) => (
          <tr key={category}>
            <th scope="row" className="py-2.5 pr-2 font-normal">
              {categories[category]}
            </th>
            {channels.map((channel) => (
              <td key={channel} className="text-center">
                <Check
                  label={`${categories[category]}, ${channelNames[channel]}`}
                  checked={isOn(category, channel)}
                  disabled={isLocked(category, channel) || !value.channels[channel]}
                  onChange={(on) => setCategory(category, channel, on)}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
