import { z } from 'zod';
import { eventsFrom } from '../../event.js';

const event = eventsFrom('/identity');
const permission = z.object({ name: z.string() });

/** What happens to the permissions of the installation's applications. */
export const applicationPermissionEvents = {
  applicationPermissionDefined: event(
    'application_permission.defined',
    'A permission of an application was defined, or described anew',
    permission.extend({ description: z.string() }),
  ),
  applicationPermissionRemoved: event(
    'application_permission.removed',
    'A permission of an application was removed, from all roles, groups and API keys too',
    permission,
  ),
};
