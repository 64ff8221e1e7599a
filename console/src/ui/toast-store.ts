import { useSyncExternalStore } from 'react';
import { messageOf, requestIdOf } from '../api/problems';

export interface ToastMessage {
  id: number;
  tone: 'ok' | 'danger';
  text: string;
  requestId: string | undefined;
}

let messages: readonly ToastMessage[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

const set = (next: readonly ToastMessage[]) => {
  messages = next;
  for (const listener of listeners) listener();
};

const add = (message: Omit<ToastMessage, 'id'>) => {
  set([...messages.slice(-3), { id: nextId, ...message }]);
  nextId += 1;
};

export const toast = (text: string): void => add({ tone: 'ok', text, requestId: undefined });

/** An error, with the request id to copy. */
export const toastProblem = (error: unknown): void =>
  add({ tone: 'danger', text: messageOf(error), requestId: requestIdOf(error) });

export const dismissToast = (id: number): void => set(messages.filter((kept) => kept.id !== id));

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

export const useToasts = (): readonly ToastMessage[] =>
  useSyncExternalStore(subscribe, () => messages);
