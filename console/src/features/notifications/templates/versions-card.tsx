import { useMutation } from '@tanstack/react-query';
import type { Template, TemplateVersion } from '@gatehouse/contracts/notifications/templates';
import { client } from '../../../api/client';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Time } from '../../../ui/time';
import { toast } from '../../../ui/toast-store';
import { refetchTemplates } from './templates';

interface VersionsCardProps {
  template: Template & { versions: TemplateVersion[] };
}

/** Every version there was, and the way back to it. */
export const VersionsCard = ({ template }: VersionsCardProps) => {
  const activate = useMutation({
    mutationFn: (version: number) =>
      client.templates.activate({ params: { name: template.name, version } }),
    onSuccess: ({ activeVersion }) => toast(`Version ${activeVersion} is in use.`),
    onSettled: refetchTemplates,
  });
  return (
    <Card title="Versions" flush>
      <ul>
        {template.versions.map(({ version, createdAt, createdBy, createdByName }) => (
          <li
            key={version}
            className="border-line flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-t px-4 py-2 sm:px-5"
          >
            <span className="font-medium">v{version}</span>
            <span className="text-muted min-w-0 flex-1">
              {createdBy === null ? 'Gatehouse' : (createdByName ?? 'Somebody')},{' '}
              <Time value={createdAt} exact />
            </span>
            {version === template.activeVersion ? (
              <Badge tone="ok">In use</Badge>
            ) : (
              <Button
                size="sm"
                busy={activate.isPending}
                aria-label={`Use version ${version}`}
                onClick={() => activate.mutate(version)}
              >
                Use
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
};
