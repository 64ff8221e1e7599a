import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../../ui/button';
import { Time } from '../../../ui/time';
import { FactorRow } from './factor-row';

interface NamedFactorRowProps {
  icon: LucideIcon;
  factor: { name: string; createdAt: string; lastUsedAt: string | null };
  badge?: ReactNode;
  onRename: () => void;
  /** Left out where the role forbids it. */
  onRemove?: (() => void) | undefined;
}

/** A factor that a person has several of. */
export const NamedFactorRow = ({
  icon,
  factor,
  badge,
  onRename,
  onRemove,
}: NamedFactorRowProps) => (
  <FactorRow
    icon={icon}
    name={factor.name}
    badge={badge}
    detail={
      <span className="flex flex-wrap gap-x-3">
        <span>
          Added <Time value={factor.createdAt} />
        </span>
        {factor.lastUsedAt === null ? (
          <span>Not used yet</span>
        ) : (
          <span>
            Last used <Time value={factor.lastUsedAt} />
          </span>
        )}
      </span>
    }
    action={
      <div className="flex gap-2">
        <Button size="sm" onClick={onRename} aria-label={`Rename ${factor.name}`}>
          Rename
        </Button>
        {onRemove && (
          <Button size="sm" onClick={onRemove} aria-label={`Remove ${factor.name}`}>
            Remove
          </Button>
        )}
      </div>
    }
  />
);
