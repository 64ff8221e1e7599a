import { availableParallelism, cpus } from 'node:os';

/** Shortest time that is looked at, in milliseconds: the system counts its cores' in steps of ten. */
const shortest = 200;

/** How full the machine's cores are. */
export class CpuLoad {
  private own = process.cpuUsage();
  private cores = coreTimes();
  private at = performance.now();
  private last = 0;

  /**
   * From 0 to 1, since it was last looked at: what all processes had of the cores, of which the
   * database on the same machine is one; or what this process had of those that it may use, where
   * that is more.
   */
  sinceLast(): number {
    const passed = performance.now() - this.at;
    if (passed < shortest) return this.last;
    const { user, system } = process.cpuUsage(this.own);
    const own = (user + system) / 1000 / passed / availableParallelism();
    const cores = coreTimes();
    const all = (cores.busy - this.cores.busy) / Math.max(1, cores.all - this.cores.all);
    this.own = process.cpuUsage();
    this.cores = cores;
    this.at = performance.now();
    this.last = Math.max(own, all);
    return this.last;
  }
}

/** Milliseconds since the system started, of all cores together. */
function coreTimes(): { readonly busy: number; readonly all: number } {
  let [busy, all] = [0, 0];
  for (const { times } of cpus()) {
    const working = times.user + times.nice + times.sys + times.irq;
    busy += working;
    all += working + times.idle;
  }
  return { busy, all };
}
