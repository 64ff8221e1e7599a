/** A text message to be sent. */
export interface TextMessage {
  /** E.164 number. */
  readonly to: string;
  readonly text: string;
}

/** A message that the provider took. */
export interface SentText {
  /** The provider's name for it, by which it can be asked after; null where it cannot. */
  readonly reference: string | null;
}

/** What the provider says became of a message; `bounced`: there is no such number to send to. */
export interface TextStatus {
  readonly state: 'sent' | 'delivered' | 'bounced' | 'failed';
  readonly words: string;
}

/** Why the provider took no message: the cause of `message_not_sent`. */
export class TextRefusal extends Error {
  override readonly name = 'TextRefusal';

  constructor(
    message: string,
    /** No try can succeed: the number is none that messages can be sent to. */
    readonly isHopeless: boolean,
  ) {
    super(message);
  }
}

/** Sends text messages; also the token it is injected by. */
export abstract class SmsSender {
  /** Whether messages arrive anywhere in this installation. */
  abstract readonly available: boolean;
  /**
   * Sends a message, and takes its time: never call it in a transaction.
   * @throws AppError `message_not_sent`, caused by a `TextRefusal`
   */
  abstract send(message: TextMessage): Promise<SentText>;
  /** Asks what became of a message. @throws AppError `message_not_sent` where the provider is away. */
  abstract statusOf(reference: string): Promise<TextStatus>;
}
