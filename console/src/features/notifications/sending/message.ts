import type { Channel } from '@gatehouse/contracts/notifications/categories';
import type { RouteBodySent } from '@gatehouse/contracts/route';
import { routes } from '@gatehouse/contracts/routes';
import type { Recipients } from './recipients-field';

type Body = RouteBodySent<typeof routes.notificationDeliveries.send>;

/** What somebody is about to send. */
export interface Message {
  recipients: Recipients;
  kind: 'text' | 'template';
  subject: string;
  text: string;
  template: string;
  variables: Readonly<Record<string, string>>;
  /** None: as everybody wishes. */
  channels: readonly Channel[];
  link: string;
}

export const emptyMessage: Message = {
  recipients: new Map(),
  kind: 'text',
  subject: '',
  text: '',
  template: '',
  variables: {},
  channels: [],
  link: '',
};

const contentOf = ({ kind, subject, text, template, variables }: Message): Body['content'] =>
  kind === 'text' ? { kind, subject, text } : { kind, template, variables };

/** As the API takes it. */
export const bodyOf = (message: Message): Body => ({
  recipients: [...message.recipients.keys()],
  content: contentOf(message),
  ...(message.channels.length === 0 ? {} : { channels: [...message.channels] }),
  ...(message.link.trim() === '' ? {} : { link: message.link.trim() }),
});

/** What is wrong with it, by the last part of its name; empty where it can be sent. */
export const errorsOf = (message: Message): Partial<Record<string, string>> => {
  const { error } = routes.notificationDeliveries.send.body.safeParse(bodyOf(message));
  const named = error?.issues.map(({ path, message: told }) => [String(path.at(-1)), told]) ?? [];
  return {
    ...Object.fromEntries(named),
    ...(message.recipients.size === 0 ? { recipients: 'Choose at least one person.' } : {}),
  };
};
