import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { LoadFailed } from '../../../ui/load-failed';
import { PageHeader } from '../../../ui/page-header';
import { SkeletonRows } from '../../../ui/skeleton';
import { TextLink } from '../../../ui/text-link';
import { RemoveTemplate } from './remove-template';
import { TemplateEditor } from './template-editor';
import { templateQuery, versionQuery } from './templates';
import { VersionsCard } from './versions-card';

const route = getRouteApi('/shell/installation/templates/$name');

/** One template: its words, and the versions that there were. */
export const TemplatePage = () => {
  const { name } = route.useParams();
  const template = useQuery(templateQuery(name));
  const active = useQuery({
    ...versionQuery(name, template.data?.activeVersion ?? 0),
    enabled: template.isSuccess,
    // What stands on the page stays until the words of a new version are here.
    placeholderData: keepPreviousData,
  });
  const failed = [template, active].find(({ isError }) => isError);
  if (failed) return <LoadFailed error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!template.data || !active.data) return <SkeletonRows rows={4} />;
  return (
    <>
      <PageHeader
        title={template.data.title}
        actions={<RemoveTemplate template={template.data} />}
        description={
          <>
            <code className="font-mono">{name}</code> · {template.data.description} ·{' '}
            <TextLink to="/installation/templates">All templates</TextLink>
          </>
        }
      />
      <div className="grid grid-cols-1 gap-4">
        <TemplateEditor
          key={active.data.version}
          template={template.data}
          contents={active.data.contents}
        />
        <VersionsCard template={template.data} />
      </div>
    </>
  );
};
