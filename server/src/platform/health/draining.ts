import type { OnModuleDestroy } from '@nestjs/common';

/** Whether the process is about to stop: readiness then says no, and load balancers send nothing new. */
export class Draining implements OnModuleDestroy {
  #begun = false;

  get begun(): boolean {
    return this.#begun;
  }

  /** From now on this process says that it is not ready. */
  begin(): void {
    this.#begun = true;
  }

  /** The first step of closing the application, before its connections are closed. */
  onModuleDestroy(): void {
    this.begin();
  }
}
