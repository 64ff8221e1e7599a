import { Field } from '../../ui/field';
import { Input } from '../../ui/input';
import { Select } from '../../ui/select';

const hour = 3_600_000;
const lengths = {
  '1': 'The last hour',
  '6': 'The last 6 hours',
  '24': 'The last 24 hours',
  all: 'All that is kept',
  own: 'Another time',
};
type Length = keyof typeof lengths;
const isLength = (value: string): value is Length => value in lengths;

/** A time, as the fields have it. */
export interface ReplaySpan {
  length: Length;
  from: string;
  until: string;
}
export const lastHour: ReplaySpan = { length: '1', from: '', until: '' };

/** What the server is asked for; nothing before what it keeps. */
export const rangeOf = (
  { length, from, until }: ReplaySpan,
  earliest: string,
): { from: string; until?: string } => {
  // A minute after what the server said: it moves on while one chooses.
  const kept = Date.parse(earliest) + 60_000;
  const back = length === 'all' || length === 'own' ? kept : Date.now() - Number(length) * hour;
  if (length !== 'own' || from === '')
    return { from: new Date(Math.max(kept, back)).toISOString() };
  const begin = new Date(from).toISOString();
  return until === '' ? { from: begin } : { from: begin, until: new Date(until).toISOString() };
};

interface ReplaySpanFieldsProps {
  span: ReplaySpan;
  onSpan: (span: ReplaySpan) => void;
}

/** Which time is replayed. */
export const ReplaySpanFields = ({ span, onSpan }: ReplaySpanFieldsProps) => (
  <>
    <Field label="Time">
      {(control) => (
        <Select
          {...control}
          value={span.length}
          onChange={({ target: { value } }) =>
            isLength(value) && onSpan({ ...span, length: value })
          }
        >
          {Object.entries(lengths).map(([key, label]) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
    {span.length === 'own' &&
      (['from', 'until'] as const).map((end) => (
        <Field key={end} label={end === 'from' ? 'From' : 'Until'}>
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              required={end === 'from'}
              value={span[end]}
              onChange={({ target }) => onSpan({ ...span, [end]: target.value })}
            />
          )}
        </Field>
      ))}
  </>
);
