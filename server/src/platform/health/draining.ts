import type { OnModuleDestroy } from '@nestjs/common';

/** Whether the process is about to stop: readiness then says no, and load balancers send nothing new. */
export class Draining implements OnModuleDestroy {
  #begun = false;
  readonly #leavers: (() => void)[] = [];

  get begun(): boolean {
    return this.#begun;
  }

  /** Calls whoever holds connections open that no request ends, so that they close them. */
  onBegin(leave: () => void): void {
    this.#leavers.push(leave);
  }

  /** From now on this process says that it is not ready. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    for (const leave of this.#leavers) leave();
  }

  /** The first step of closing the application, before its connections are closed. */
  onModuleDestroy(): void {
    this.begin();
  }
}
