import { minutes } from '../../../kernel/clock.js';
import { detached } from '../../http/request-context.js';
import type { LogFields, Logger } from '../logger.js';

/** How long repetitions are counted before they are told of, in milliseconds. */
const gatheredFor = minutes(1);

/** A warning that was written, and how often it came since. */
interface Gathering {
  repetitions: number;
  /** Of the last one. */
  fields: LogFields;
}

/**
 * Writes warnings that strangers can cause as often as they like: the first of a kind at once, and
 * those that follow as one line a minute with their number, so that a flood of requests is none of
 * log lines.
 */
export class RepeatedWarnings {
  private readonly kinds = new Map<string, Gathering>();

  constructor(private readonly logger: Pick<Logger, 'warn'>) {}

  /** @param kind what counts as the same warning: one of few, and never what somebody sent. */
  warn(message: string, fields: LogFields = {}, kind = message): void {
    const gathering = this.kinds.get(kind);
    if (gathering) {
      gathering.repetitions += 1;
      gathering.fields = fields;
      return;
    }
    this.logger.warn(message, fields);
    const begun = { repetitions: 0, fields };
    this.kinds.set(kind, begun);
    this.tellLater(message, kind, begun);
  }

  /** Ends when a minute went by without one. */
  private tellLater(message: string, kind: string, gathering: Gathering): void {
    const tell = () => {
      const { repetitions, fields } = gathering;
      if (repetitions === 0) {
        this.kinds.delete(kind);
        return;
      }
      gathering.repetitions = 0;
      this.logger.warn(message, { ...fields, repetitions });
      this.tellLater(message, kind, gathering);
    };
    detached(() => setTimeout(tell, gatheredFor)).unref();
  }
}
