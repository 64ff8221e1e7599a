import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Detection } from '@gatehouse/contracts/security/detections';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Loaded } from '../../../ui/loaded';
import { SeverityBadge } from '../alerts/severity-badge';
import { DetectionDialog } from './detection-dialog';
import { actionNames, detectionsQuery, thresholdOf } from './detections';

const DetectionRow = ({
  detection,
  onEdit,
}: {
  detection: Detection;
  onEdit: (() => void) | undefined;
}) => (
  <li className="border-line flex flex-wrap items-center gap-x-3.5 gap-y-2 border-t px-4 py-3 sm:px-5">
    <div className="min-w-0 flex-1 basis-64">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
        {detection.title}
        {detection.enabled ? <SeverityBadge severity={detection.severity} /> : <Badge>Off</Badge>}
        {detection.changed && <Badge tone="accent">Changed</Badge>}
      </p>
      <p className="text-muted">{detection.description}</p>
      <p className="text-muted text-[0.8125rem]">
        {thresholdOf(detection)}: {actionNames[detection.action].toLowerCase()}
      </p>
      {detection.missing !== null && (
        <p className="text-warn-text text-[0.8125rem]">Cannot look yet: {detection.missing}</p>
      )}
    </div>
    {onEdit && (
      <Button size="sm" onClick={onEdit} aria-label={`Set ${detection.title}`}>
        Set
      </Button>
    )}
  </li>
);

/** What is looked for, from when on, and what happens then. */
export const DetectionsTab = ({ mayManage }: { mayManage: boolean }) => {
  const [open, setOpen] = useState<Detection>();
  const list = useQuery(detectionsQuery);
  return (
    <Card title="Detections" description="Each looks at every attempt, a moment after it." flush>
      <Loaded query={list} rows={8}>
        {({ data: detections }) => (
          <ul aria-label="Detections">
            {detections.map((detection) => (
              <DetectionRow
                key={detection.key}
                detection={detection}
                onEdit={mayManage ? () => setOpen(detection) : undefined}
              />
            ))}
          </ul>
        )}
      </Loaded>
      {open && <DetectionDialog detection={open} onClose={() => setOpen(undefined)} />}
    </Card>
  );
};
