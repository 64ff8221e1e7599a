/** A text message to be sent. */
export interface TextMessage {
  /** E.164 number. */
  readonly to: string;
  readonly text: string;
}

/** Sends text messages; also the token it is injected by. */
export abstract class SmsSender {
  /** Whether messages arrive anywhere in this installation. */
  abstract readonly available: boolean;
  /**
   * Sends a message, and takes its time: never call it in a transaction.
   * @throws AppError `message_not_sent`
   */
  abstract send(message: TextMessage): Promise<void>;
}
