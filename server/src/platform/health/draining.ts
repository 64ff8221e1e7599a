/** Whether the process is about to stop: readiness then says no, and load balancers send nothing new. */
export class Draining {
  #begun = false;

  get begun(): boolean {
    return this.#begun;
  }

  /** Called first by the shutdown, before connections are closed. */
  begin(): void {
    this.#begun = true;
  }
}
