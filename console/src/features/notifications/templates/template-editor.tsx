import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { defaultLocale, locale as localeContract } from '@gatehouse/contracts/language/locale';
import type { Template, TemplateContent } from '@gatehouse/contracts/notifications/templates';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { ProblemNote } from '../../../ui/problem-note';
import { PromptDialog } from '../../../ui/prompt-dialog';
import { Select } from '../../../ui/select';
import { toast } from '../../../ui/toast-store';
import { type About, AboutFields, aboutOf, namesIn } from './about-fields';
import { ContentFields } from './content-fields';
import { TemplatePreview } from './template-preview';
import { errorsIn, refetchTemplates } from './templates';

const languageNames = new Intl.DisplayNames('en', { type: 'language' });

interface TemplateEditorProps {
  template: Template;
  contents: Record<string, TemplateContent>;
}

const adding = '+';

const aboutPresent = ({ title, category, variables }: Template): About => ({
  title,
  category,
  variables: Object.entries(variables).map(([name, sample], key) => ({ key, name, sample })),
});

/** Changes the words; what is saved is a new version. */
export const TemplateEditor = ({ template, contents: present }: TemplateEditorProps) => {
  const { name, isBuiltIn } = template;
  const [about, setAbout] = useState(() => aboutPresent(template));
  const [contents, setContents] = useState(present);
  const [locale, setLocale] = useState<string>(defaultLocale);
  const [isAdding, setIsAdding] = useState(false);
  const content = contents[locale] ?? { subject: '', html: '', text: '' };
  const params = { name };
  // What comes with Gatehouse is about what happens: the words alone are people's.
  const said = isBuiltIn ? {} : aboutOf(about);
  const draft = { ...content, ...(isBuiltIn ? {} : { variables: aboutOf(about).variables }) };
  const preview = useMutation({
    mutationFn: () => client.templates.preview({ params, body: draft }),
    meta: { inForm: true },
  });
  const test = useMutation({
    mutationFn: () => client.templates.test({ params, body: draft }),
    meta: { inForm: true },
    onSuccess: () => toast('A test is on its way to your mailbox.'),
  });
  const save = useMutation({
    mutationFn: () =>
      client.templates.addVersion({
        params,
        body: { ...said, contents, activate: true },
      }),
    meta: { inForm: true },
    onSuccess: ({ version }) => toast(`Version ${version} is saved and in use.`),
    onSettled: refetchTemplates,
  });
  const problem = save.error ?? test.error ?? preview.error;
  const choose = (chosen: string) => {
    if (chosen === adding) setIsAdding(true);
    else setLocale(chosen);
  };
  const add = (added: string) => {
    setContents({ ...contents, [added]: contents[added] ?? content });
    setLocale(added);
    setIsAdding(false);
  };
  return (
    <Card
      title="Words"
      description="{{name}} puts a value in; {{#if name}} … {{/if}} shows a part only where there is one."
      actions={
        <Select
          aria-label="Language"
          className="w-36"
          value={locale}
          onChange={({ target }) => choose(target.value)}
        >
          {Object.keys(contents).map((one) => (
            <option key={one} value={one}>
              {languageNames.of(one) ?? one}
            </option>
          ))}
          <option value={adding}>Add a language …</option>
        </Select>
      }
    >
      <div className="grid grid-cols-1 gap-4">
        {!isBuiltIn && (
          <AboutFields
            value={about}
            errors={errorsIn(problem, locale)}
            onChange={(part) => setAbout({ ...about, ...part })}
          />
        )}
        <ContentFields
          value={content}
          variables={namesIn(about)}
          errors={errorsIn(problem, locale)}
          onChange={(changed) => setContents({ ...contents, [locale]: changed })}
        />
        <ProblemNote error={problem} />
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" busy={save.isPending} onClick={() => save.mutate()}>
            Save as a new version
          </Button>
          <Button busy={preview.isPending} onClick={() => preview.mutate()}>
            Preview
          </Button>
          <Button busy={test.isPending} onClick={() => test.mutate()}>
            Send me a test
          </Button>
        </div>
      </div>
      {isAdding && (
        <PromptDialog
          title="Add a language"
          label="Language"
          hint="Its code, such as it or pt-BR."
          action="Add"
          contract={localeContract}
          send={add}
          onClose={() => setIsAdding(false)}
        />
      )}
      {preview.data && <TemplatePreview rendered={preview.data} onClose={preview.reset} />}
    </Card>
  );
};
