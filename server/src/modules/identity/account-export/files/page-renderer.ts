import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { seconds } from '../../../../kernel/clock.js';
import type { PageTask, RenderedPage } from './page.worker.js';

/** Writes and deflates exports in a thread that begins with the first one and ends after the last. */
@Injectable()
export class PageRenderer implements OnApplicationShutdown {
  private pool: Piscina<PageTask, RenderedPage> | undefined;

  async render(task: PageTask): Promise<RenderedPage> {
    this.pool ??= new Piscina<PageTask, RenderedPage>({
      filename: workerFile,
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: seconds(10),
      // A page at a time is little; by itself the thread would let its heap grow.
      resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 128 },
    });
    return this.pool.run(task);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }
}

// Under the test runner this module is TypeScript source, which Node's type stripping runs as it is.
const workerFile = new URL(
  `./page.worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
  import.meta.url,
).href;
