import { availableParallelism } from 'node:os';

/** How much of the machine's cores this process has had since it was last asked, from 0 to 1. */
export class CpuShare {
  private used = process.cpuUsage();
  private at = performance.now();

  sinceLast(): number {
    const { user, system } = process.cpuUsage(this.used);
    const passed = (performance.now() - this.at) * 1000 * availableParallelism();
    this.used = process.cpuUsage();
    this.at = performance.now();
    return passed === 0 ? 0 : (user + system) / passed;
  }
}
