import { queryOptions } from '@tanstack/react-query';
import { setupStatusQuery } from './queries';

/** Whether mails are caught here instead of sent. */
export const mailboxAvailableQuery = queryOptions({
  ...setupStatusQuery,
  select: ({ mailboxEnabled }) => mailboxEnabled,
});
