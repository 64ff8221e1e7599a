/** What tabs of one browser tell each other: they share the cookie and so the session. */
export type TabMessage =
  { type: 'began'; userId: string } | { type: 'ended' } | { type: 'switched' };

const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('gatehouse') : undefined;

const isTabMessage = (value: unknown): value is TabMessage =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  (value.type === 'began' || value.type === 'ended' || value.type === 'switched');

export const announce = (message: TabMessage): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target: it stays within the origin
  channel?.postMessage(message);
};

export const onAnnouncement = (listener: (message: TabMessage) => void): void => {
  channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isTabMessage(data)) listener(data);
  });
};
