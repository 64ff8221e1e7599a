import { useInfiniteQuery } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import type { User } from '@gatehouse/contracts/identity/user';
import { Avatar } from '../../../ui/avatar';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Empty } from '../../../ui/empty';
import { PagedList } from '../../../ui/paged-list';
import { TextLink } from '../../../ui/text-link';
import { RoleBadge } from '../users/role-badge';
import { supportedPeopleQuery } from './support';

interface SupportedPeopleProps {
  organizationId: string;
  search: string;
  mayAct: boolean;
  onAct: (person: User) => void;
}

const Person = ({
  person,
  mayAct,
  onAct,
}: {
  person: User;
  mayAct: boolean;
  onAct: () => void;
}) => (
  <li className="border-line flex flex-wrap items-center gap-x-3 gap-y-2 border-t px-4 py-2.5 sm:px-5">
    <Avatar of={person} />
    <span className="min-w-0 flex-1 basis-40">
      <span className="block truncate font-medium">
        <TextLink to="/installation/people/$id" params={{ id: person.id }}>
          {person.firstName} {person.lastName}
        </TextLink>
      </span>
      <span className="text-muted block truncate text-[0.8125rem]">{person.email}</span>
    </span>
    <RoleBadge of={person} />
    {!person.isActive && <Badge tone="danger">Deactivated</Badge>}
    {person.platformRole !== null && <Badge tone="accent">Staff</Badge>}
    {mayAct && person.isActive && person.platformRole === null && (
      <Button
        size="sm"
        onClick={onAct}
        aria-label={`Act for ${person.firstName} ${person.lastName}`}
      >
        Act for them
      </Button>
    )}
  </li>
);

/** People of an organization that is not mine. */
export const SupportedPeople = ({
  organizationId,
  search,
  mayAct,
  onAct,
}: SupportedPeopleProps) => {
  const list = useInfiniteQuery(supportedPeopleQuery(organizationId, search));
  return (
    <PagedList
      list={list}
      rows={4}
      empty={
        <Empty icon={UsersRound} title="Nobody matches">
          Try another part of the name or address.
        </Empty>
      }
    >
      {(people) => (
        <ul aria-label="People">
          {people.map((person) => (
            <Person key={person.id} person={person} mayAct={mayAct} onAct={() => onAct(person)} />
          ))}
        </ul>
      )}
    </PagedList>
  );
};
