import { z } from 'zod';

/** What notifications are about: people choose for each by which channels they are told. */
export const categories = {
  security: 'Alerts, and what happens to how you sign in',
  account: 'Your account',
  payments: 'Payments',
  messages: 'Messages from your organization',
} as const;
export type Category = keyof typeof categories;

const names = Object.keys(categories) as [Category, ...Category[]];
export const category = z.enum(names);

/** Ways to tell somebody. */
export const channels = ['in_app', 'email', 'sms'] as const;
export type Channel = (typeof channels)[number];
export const channel = z.enum(channels);

/**
 * Channels of a category that nobody can switch off: what is critical arrives, also in quiet hours.
 */
export const lockedChannels: Readonly<Partial<Record<Category, readonly Channel[]>>> = {
  security: ['in_app', 'email'],
};

export const isLocked = (about: Category, by: Channel): boolean =>
  lockedChannels[about]?.includes(by) ?? false;

/** Whether a category is critical: it passes quiet hours, and all that waits to be sent. */
export const isCritical = (about: Category): boolean => about in lockedChannels;
export const criticalCategories: readonly Category[] = names.filter(isCritical);
