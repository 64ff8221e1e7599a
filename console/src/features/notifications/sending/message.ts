import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Channel } from '@gatehouse/contracts/notifications/categories';
import type { RouteBodySent } from '@gatehouse/contracts/route';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import type { Recipients as ChosenPeople } from './recipients-field';

type Body = RouteBodySent<typeof routes.notificationDeliveries.send>;
type Recipients = RouteBodySent<typeof routes.notificationDeliveries.count>;

/** Ways to say who is told. */
export const whoms = [
  ['people', 'People whom I choose'],
  ['sets', 'Roles and groups'],
  ['everybody', 'Everybody of the organization'],
] as const;
export type Whom = (typeof whoms)[number][0];

/** What somebody is about to send. */
export interface Message {
  whom: Whom;
  recipients: ChosenPeople;
  roles: readonly string[];
  groups: readonly string[];
  kind: 'text' | 'template';
  subject: string;
  text: string;
  template: string;
  variables: Readonly<Record<string, string>>;
  /** None: as everybody wishes. */
  channels: readonly Channel[];
  link: string;
  /** As a field for date and time has it; empty for at once. */
  sendAt: string;
}

export const emptyMessage: Message = {
  whom: 'people',
  recipients: new Map(),
  roles: [],
  groups: [],
  kind: 'text',
  subject: '',
  text: '',
  template: '',
  variables: {},
  channels: [],
  link: '',
  sendAt: '',
};

const contentOf = ({ kind, subject, text, template, variables }: Message): Body['content'] =>
  kind === 'text' ? { kind, subject, text } : { kind, template, variables };

/** Who is told, as the API takes it. */
function recipientsOf({ whom, recipients, roles, groups }: Message): Recipients {
  if (whom === 'everybody') return { everybody: true };
  if (whom === 'sets') return { roles: [...roles], groups: [...groups] };
  return { recipients: [...recipients.keys()] };
}

const namesSomebody = (message: Message): boolean =>
  routes.notificationDeliveries.count.body.safeParse(recipientsOf(message)).success;

const isPast = ({ sendAt }: Message): boolean => sendAt !== '' && new Date(sendAt) <= new Date();

/** As the API takes it. */
export const bodyOf = (message: Message): Body => ({
  ...recipientsOf(message),
  content: contentOf(message),
  ...(message.channels.length === 0 ? {} : { channels: [...message.channels] }),
  ...(message.link.trim() === '' ? {} : { link: message.link.trim() }),
  ...(message.sendAt === '' ? {} : { sendAt: new Date(message.sendAt).toISOString() }),
});

/** How many people a message is for. */
export const recipientsCountQuery = (message: Message) => {
  const body = recipientsOf(message);
  return queryOptions({
    queryKey: ['recipients', body],
    queryFn: ({ signal }) => client.notificationDeliveries.count({ body, signal }),
    enabled: namesSomebody(message),
    placeholderData: keepPreviousData,
  });
};

const nobody: Record<Whom, string> = {
  people: 'Choose at least one person.',
  sets: 'Choose at least one role or group.',
  everybody: '',
};

/** What is wrong with it, by the last part of its name; empty where it can be sent. */
export const errorsOf = (message: Message): Partial<Record<string, string>> => {
  const { error } = routes.notificationDeliveries.send.body.safeParse(bodyOf(message));
  const named = error?.issues.map(({ path, message: told }) => [String(path.at(-1)), told]) ?? [];
  return {
    ...Object.fromEntries(named),
    ...(namesSomebody(message) ? {} : { recipients: nobody[message.whom] }),
    ...(isPast(message) ? { sendAt: 'must be a time to come' } : {}),
  };
};
