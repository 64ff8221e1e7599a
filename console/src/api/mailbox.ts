import { queryOptions } from '@tanstack/react-query';
import { client } from './client';
import { hasCode } from './problems';

/** Whether mails are caught here: the route is not there in production mode. */
export const mailboxAvailableQuery = queryOptions({
  queryKey: ['mailbox', 'available'],
  queryFn: async ({ signal }) => {
    try {
      await client.mailbox.list({ query: { limit: 1 }, signal });
      return true;
    } catch (error) {
      if (hasCode(error, 'not_found')) return false;
      throw error;
    }
  },
  staleTime: Infinity,
});
