import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Category } from '@gatehouse/contracts/notifications/categories';
import { defaultLocale } from '@gatehouse/contracts/language/locale';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { PageHeader } from '../../../ui/page-header';
import { ProblemNote } from '../../../ui/problem-note';
import { TextLink } from '../../../ui/text-link';
import { toast } from '../../../ui/toast-store';
import { AboutFields, aboutOf, namesIn } from './about-fields';
import { ContentFields } from './content-fields';
import { errorsIn, refetchTemplates } from './templates';
import type { Variable } from './variables-field';

const blank = {
  name: '',
  title: '',
  description: '',
  category: 'messages' as Category,
  variables: [{ key: 1, name: 'firstName', sample: 'Ada' }] as Variable[],
  content: {
    subject: '',
    html: '<p>Hello {{firstName}},</p>\n',
    text: 'Hello {{firstName}},\n',
  },
};

type Draft = typeof blank;

const bodyOf = ({ name, description, content, ...about }: Draft) => ({
  name,
  description,
  ...aboutOf(about),
  contents: { [defaultLocale]: content },
});

interface FieldsProps {
  draft: Draft;
  errors: Partial<Record<string, string>>;
  onChange: (change: Partial<Draft>) => void;
}

const WhatFields = ({ draft, errors, onChange }: FieldsProps) => (
  <div className="grid grid-cols-1 gap-4">
    <Field label="Name" hint="By which programs ask for it. It never changes." error={errors.name}>
      {(control) => (
        <Input
          {...control}
          spellCheck={false}
          placeholder="course-begins"
          value={draft.name}
          onChange={({ target }) => onChange({ name: target.value })}
        />
      )}
    </Field>
    <Field label="Description" error={errors.description}>
      {(control) => (
        <Input
          {...control}
          value={draft.description}
          onChange={({ target }) => onChange({ description: target.value })}
        />
      )}
    </Field>
    <AboutFields value={draft} errors={errors} onChange={onChange} />
  </div>
);

/** Makes a template, with its first words in the language that every template has. */
export const NewTemplatePage = () => {
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Draft>(blank);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const create = useMutation({
    mutationFn: () => client.templates.create({ body: bodyOf(draft) }),
    meta: { inForm: true },
    onSuccess: async ({ name }) => {
      toast('The template is made.');
      void refetchTemplates();
      await navigate({ to: '/installation/templates/$name', params: { name } });
    },
  });
  const errors = errorsIn(create.error, defaultLocale);
  return (
    <>
      <PageHeader
        title="New template"
        description={<TextLink to="/installation/templates">All templates</TextLink>}
      />
      <form
        noValidate
        className="grid grid-cols-1 gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!create.isPending) create.mutate();
        }}
      >
        <Card title="What it is">
          <WhatFields draft={draft} errors={errors} onChange={change} />
        </Card>
        <Card title="Words" description="In English; other languages are added afterwards.">
          <div className="grid grid-cols-1 gap-4">
            <ContentFields
              value={draft.content}
              variables={namesIn(draft)}
              errors={errors}
              onChange={(content) => change({ content })}
            />
            <ProblemNote error={create.error} />
            <div>
              <Button type="submit" variant="primary" busy={create.isPending}>
                Make the template
              </Button>
            </div>
          </div>
        </Card>
      </form>
    </>
  );
};
