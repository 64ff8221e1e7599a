import type { BackendFactory, IQueueBackend, Queue, Worker, JobProgress } from 'bullmq';

/** A queue of BullMQ; who uses it knows what its jobs hold. */
export type JobQueue = Queue<
  object,
  void,
  string,
  object,
  void,
  string,
  IQueueBackend,
  SharedConnection
>;
export type JobWorker = Worker<object, void, string, IQueueBackend, JobProgress, SharedConnection>;
/** BullMQ's types ask for a connection; the backend brings the shared one. */
export type SharedConnection = '';

/** Where queues are kept. */
export interface QueueBackend {
  readonly factory: BackendFactory<IQueueBackend, SharedConnection>;
  /** Whether it can forget everything from one moment to the next. */
  readonly forgets: boolean;
  /** Whether an error of a queue is worth a line, or already told. */
  tells(error: Error): boolean;
  close(): Promise<void>;
}
