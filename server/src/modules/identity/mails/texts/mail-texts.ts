import type { en } from './en.js';

/** What a mail says, as Handlebars templates of plain text; a paragraph that comes out empty is left out. */
export interface MailText {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** What its link is called. */
  readonly action?: string;
  /** The usual one, unless it says otherwise. */
  readonly footer?: string;
}

export type MailKind = keyof (typeof en)['mails'];
export type PhraseName = keyof (typeof en)['phrases'];
export type FrameWord = keyof (typeof en)['frame'];

/** Everything that identity writes to people, in one language. */
export interface MailTexts {
  /** What stands around what mails say. */
  readonly frame: Readonly<Record<FrameWord, string>>;
  readonly mails: Readonly<Record<MailKind, MailText>>;
  /** Parts of sentences that stand for a variable of a mail. */
  readonly phrases: Readonly<Record<PhraseName, string>>;
}

/** Names of the variables in a template; `#if` and its end are none. */
type VariablesIn<S extends string> = S extends `${string}{{${infer Name}}}${infer Rest}`
  ? Exclude<Name, `#${string}` | `/${string}`> | VariablesIn<Rest>
  : never;

type English<K extends MailKind> = (typeof en)['mails'][K];

/** Names of the variables of a mail. */
export type VariablesOf<K extends MailKind> = VariablesIn<
  English<K>['subject'] | English<K>['paragraphs'][number]
>;
