import type { TemplateContent } from '@gatehouse/contracts/notifications/templates';
import { Field } from '../../../ui/field';
import { Input, TextArea } from '../../../ui/input';

interface ContentFieldsProps {
  value: TemplateContent;
  variables: readonly string[];
  /** By part. */
  errors: Partial<Record<string, string>>;
  onChange: (value: TemplateContent) => void;
}

/** Subject, HTML and text of one language. */
export const ContentFields = ({ value, variables, errors, onChange }: ContentFieldsProps) => (
  <>
    <p className="text-muted flex flex-wrap gap-1.5 text-[0.8125rem]">
      Values:
      {variables.map((name) => (
        <code key={name} className="bg-hover rounded px-1 py-0.5 font-mono">
          {`{{${name}}}`}
        </code>
      ))}
    </p>
    <Field label="Subject" error={errors.subject}>
      {(control) => (
        <Input
          {...control}
          value={value.subject}
          onChange={({ target }) => onChange({ ...value, subject: target.value })}
        />
      )}
    </Field>
    <Field
      label="HTML"
      hint="The frame of the mail, with its links to settings, is put around it."
      error={errors.html}
    >
      {(control) => (
        <TextArea
          {...control}
          rows={8}
          spellCheck={false}
          className="font-mono sm:text-[0.8125rem]"
          value={value.html}
          onChange={({ target }) => onChange({ ...value, html: target.value })}
        />
      )}
    </Field>
    <Field
      label="Text"
      hint="For the inbox, for SMS, and for mail programs without HTML."
      error={errors.text}
    >
      {(control) => (
        <TextArea
          {...control}
          rows={6}
          className="font-mono sm:text-[0.8125rem]"
          value={value.text}
          onChange={({ target }) => onChange({ ...value, text: target.value })}
        />
      )}
    </Field>
  </>
);
