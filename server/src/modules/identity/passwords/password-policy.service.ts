import { Injectable } from '@nestjs/common';
import { AppError } from '../../../kernel/error.js';
import { Config } from '../../../platform/config/config.js';
import { normalizePassword } from './normalize-password.js';

/** Longest password, in characters. */
const longest = 128;

/** Whose password it is to be. */
export interface PasswordOwner {
  /** A second factor is on, or the role requires one. */
  readonly secondFactor: boolean;
  /** Names and addresses that must not be the password. */
  readonly ownWords: readonly string[];
}

/** Decides which passwords are good enough (G19, SP 800-63B-4): length and block-list, no composition rules. */
@Injectable()
export class PasswordPolicyService {
  private common: Set<string> | undefined;

  constructor(private readonly config: Config) {}

  /**
   * The password in the form in which it is hashed.
   * @throws AppError `weak_password`
   */
  async accept(
    password: string,
    owner: PasswordOwner,
    pointer = '/body/password',
  ): Promise<string> {
    const normalized = normalizePassword(password);
    const message = this.weakness(normalized, owner, await this.loadCommon());
    if (message !== null)
      throw new AppError('weak_password', { detail: message, fields: [{ pointer, message }] });
    return normalized;
  }

  private weakness(
    password: string,
    owner: PasswordOwner,
    common: ReadonlySet<string>,
  ): string | null {
    // Code points, as SP 800-63B-4 section 3.1.1.2 counts.
    const { length } = Array.from(password);
    const { GATEHOUSE_PASSWORD_MIN_LENGTH, GATEHOUSE_PASSWORD_MIN_LENGTH_2FA } = this.config;
    const least = owner.secondFactor
      ? GATEHOUSE_PASSWORD_MIN_LENGTH_2FA
      : GATEHOUSE_PASSWORD_MIN_LENGTH;
    const folded = password.toLowerCase();
    if (length < least) return `must have at least ${least} characters`;
    if (length > longest) return `must have at most ${longest} characters`;
    if (new Set(folded).size < 4) return 'must not repeat a few characters';
    if (common.has(folded)) return 'is among the passwords that attackers try first';
    const own = owner.ownWords.flatMap((word) => [word, word.split('@')[0] ?? '']);
    const isOwn = own.some((word) => word.length > 3 && isMadeOf(folded, word.toLowerCase()));
    return isOwn ? 'must not be made of your name or e-mail address' : null;
  }

  /** The list takes some megabytes: it is read when the first password is chosen. */
  private async loadCommon(): Promise<ReadonlySet<string>> {
    const { dictionary } = await import('@zxcvbn-ts/language-common');
    this.common ??= new Set(dictionary['passwords-common']);
    return this.common;
  }
}

/** Whether little is left of a password without a word. */
const isMadeOf = (password: string, word: string): boolean =>
  password.includes(word) && password.replaceAll(word, '').length < 4;
