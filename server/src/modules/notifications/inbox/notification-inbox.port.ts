import type { Notification } from '@gatehouse/contracts/notifications/inbox';

/** A notification, and whose it is. */
export interface InboxEntry {
  readonly userId: string;
  readonly notification: Notification;
}

/**
 * People's notifications, for modules that show them as they come. `Changes` tells under the topic
 * `notification` which ids are new or have changed.
 */
export abstract class NotificationInbox {
  /** Those of some that were not removed since, oldest first. */
  abstract findAll(ids: readonly string[]): Promise<readonly InboxEntry[]>;

  /**
   * Somebody's notifications that were made after another one, oldest first, at most 100 and
   * whether there are more: what was missed while nobody listened. Ids are in the order in which they were made, not committed: one
   * that another transaction committed late may be missing, and is in the inbox all the same.
   */
  abstract listSince(
    userId: string,
    afterId: string,
  ): Promise<{ readonly data: Notification[]; readonly hasMore: boolean }>;
}
