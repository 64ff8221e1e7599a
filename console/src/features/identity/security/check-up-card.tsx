import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Circle, CircleCheck } from 'lucide-react';
import { profileQuery } from '../../../api/queries';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { LoadFailed } from '../../../ui/load-failed';
import { Skeleton } from '../../../ui/skeleton';
import { twoFactorQuery } from '../two-factor/two-factor';
import { checkUp, nextStep } from './check-up';

const Points = ({ points }: { points: ReturnType<typeof checkUp> }) => (
  <ul className="grid gap-x-6 gap-y-2 sm:grid-cols-3">
    {points.map(({ key, done, label }) => {
      const Icon = done ? CircleCheck : Circle;
      return (
        <li key={key} className="flex items-center gap-2">
          <Icon
            className={`size-4 shrink-0 ${done ? 'text-ok-text' : 'text-muted'}`}
            aria-label={done ? 'Done:' : 'To do:'}
          />
          {label}
        </li>
      );
    })}
  </ul>
);

/** Security check-up with one next step. */
export const CheckUpCard = () => {
  const { data: profile } = useSuspenseQuery(profileQuery);
  const { data: factors, error, refetch } = useQuery(twoFactorQuery);
  if (error) {
    return (
      <Card title="Security check-up" flush>
        <LoadFailed error={error} onRetry={() => void refetch()} />
      </Card>
    );
  }
  if (factors === undefined) {
    return (
      <Card title="Security check-up">
        <Skeleton className="h-5 w-full max-w-xl" />
        <Skeleton className="mt-4 h-13 w-full" />
      </Card>
    );
  }
  const points = checkUp({ profile, backupCodesLeft: factors.backupCodes.remaining });
  const next = nextStep(points);
  const done = points.filter((point) => point.done).length;
  return (
    <Card
      title="Security check-up"
      actions={
        <Badge tone={next ? 'warn' : 'ok'}>
          {done} of {points.length}
        </Badge>
      }
    >
      <Points points={points} />
      <div className="bg-sunken mt-4 flex min-h-13 flex-wrap items-center justify-between gap-3 rounded-md px-3 py-2">
        {next ? (
          <>
            <p className="flex-1 basis-56">
              <strong className="font-medium">Next step: </strong>
              {next.advice}
            </p>
            <Button asChild variant="primary" size="sm">
              <Link to={next.to}>{next.action}</Link>
            </Button>
          </>
        ) : (
          <p>All done. Your account is well protected.</p>
        )}
      </div>
    </Card>
  );
};
