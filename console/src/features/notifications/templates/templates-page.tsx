import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { categories } from '@gatehouse/contracts/notifications/categories';
import type { Template } from '@gatehouse/contracts/notifications/templates';
import { Plus } from 'lucide-react';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Loaded } from '../../../ui/loaded';
import { PageHeader } from '../../../ui/page-header';
import { templatesQuery } from './templates';

const Row = ({ template }: { template: Template }) => (
  <li className="border-line border-t">
    <Link
      to="/installation/templates/$name"
      params={{ name: template.name }}
      className="hover:bg-sunken grid gap-1 px-4 py-3 focus-visible:-outline-offset-2 sm:px-5"
    >
      <span className="flex flex-wrap items-center gap-2">
        <span className="font-medium wrap-anywhere">{template.title}</span>
        <code className="text-muted font-mono text-xs wrap-anywhere">{template.name}</code>
        <Badge>v{template.activeVersion}</Badge>
        <Badge tone="accent">{categories[template.category]}</Badge>
      </span>
      <span className="text-muted">{template.description}</span>
    </Link>
  </li>
);

/** The words in which people are told things. */
export const TemplatesPage = () => {
  const list = useQuery(templatesQuery);
  return (
    <>
      <PageHeader
        title="Templates"
        description="The words of notifications, for the whole installation."
        actions={
          <Button asChild variant="primary">
            <Link to="/installation/new-template">
              <Plus aria-hidden /> New template
            </Link>
          </Button>
        }
      />
      <Card title="Templates" flush>
        <Loaded query={list} rows={4}>
          {({ data: templates }) => (
            <ul>
              {templates.map((template) => (
                <Row key={template.name} template={template} />
              ))}
            </ul>
          )}
        </Loaded>
      </Card>
    </>
  );
};
