import { useQuery } from '@tanstack/react-query';
import { Field } from '../../../ui/field';
import { Input, TextArea } from '../../../ui/input';
import { Select } from '../../../ui/select';
import { titlesQuery } from '../templates/templates';
import type { Message } from './message';

interface ContentFieldsProps {
  message: Message;
  errors: Partial<Record<string, string>>;
  onChange: (change: Partial<Message>) => void;
}

const WordsFields = ({ message, errors, onChange }: ContentFieldsProps) => (
  <>
    <Field label="Subject" error={errors.subject}>
      {(control) => (
        <Input
          {...control}
          value={message.subject}
          onChange={({ target }) => onChange({ subject: target.value })}
        />
      )}
    </Field>
    <Field label="Text" error={errors.text}>
      {(control) => (
        <TextArea
          {...control}
          rows={5}
          value={message.text}
          onChange={({ target }) => onChange({ text: target.value })}
        />
      )}
    </Field>
  </>
);

const TemplateFields = ({ message, errors, onChange }: ContentFieldsProps) => {
  const { data = [] } = useQuery(titlesQuery);
  // Those of Gatehouse's own are sent when something happens.
  const offered = data.filter(({ sendable }) => sendable);
  const chosen = offered.find(({ name }) => name === message.template);
  return (
    <>
      <Field label="Template" error={errors.template && 'Choose one.'}>
        {(control) => (
          <Select
            {...control}
            value={message.template}
            onChange={({ target }) => onChange({ template: target.value, variables: {} })}
          >
            <option value="">–</option>
            {offered.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {Object.entries(chosen?.variables ?? {}).map(([name, sample]) => (
        <Field key={name} label={name}>
          {(control) => (
            <Input
              {...control}
              placeholder={sample}
              value={message.variables[name] ?? ''}
              onChange={({ target }) =>
                onChange({ variables: { ...message.variables, [name]: target.value } })
              }
            />
          )}
        </Field>
      ))}
    </>
  );
};

/** What is told: plain words, or a template filled in. */
export const ContentChoice = (props: ContentFieldsProps) => (
  <>
    <Field label="What">
      {(control) => (
        <Select
          {...control}
          value={props.message.kind}
          onChange={({ target }) =>
            props.onChange({ kind: target.value === 'template' ? 'template' : 'text' })
          }
        >
          <option value="text">Words of my own</option>
          <option value="template">A template</option>
        </Select>
      )}
    </Field>
    {props.message.kind === 'text' ? <WordsFields {...props} /> : <TemplateFields {...props} />}
  </>
);
