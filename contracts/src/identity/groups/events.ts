import { z } from 'zod';
import { eventsFrom } from '../../event.js';
import { id } from '../../fields.js';

const event = eventsFrom('/identity');
const group = z.object({ groupId: id, organizationId: id, name: z.string() });
const membership = group.extend({ userId: id });

/** What happens to the groups of organizations. */
export const groupEvents = {
  groupCreated: event(
    'group.created',
    'A group was made',
    group.extend({ permissions: z.array(z.string()) }),
  ),
  groupUpdated: event(
    'group.updated',
    'A group was changed',
    group.extend({ granted: z.array(z.string()), withdrawn: z.array(z.string()) }),
  ),
  groupDeleted: event('group.deleted', 'A group was deleted', group),
  groupMemberAdded: event('group.member_added', 'Somebody was added to a group', membership),
  groupMemberRemoved: event(
    'group.member_removed',
    'Somebody was taken out of a group',
    membership,
  ),
};
