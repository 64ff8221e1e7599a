import { Injectable } from '@nestjs/common';
import { AppError } from '../../../kernel/error.js';
import { Config } from '../../../platform/config/config.js';
import { BreachedPasswords } from './breaches/breached-passwords.service.js';
import { normalizePassword } from './normalize-password.js';
import { PasswordStrengthService } from './password-strength.service.js';
import type { Strength } from './strength.worker.js';

/** Of a password that is not good enough, and why. */
export const weakPassword = (message: string, pointer = '/body/password'): AppError =>
  new AppError('weak_password', { detail: message, fields: [{ pointer, message }] });

/** Longest password, in characters. */
const longest = 128;

/** Whose password it is to be. */
export interface PasswordOwner {
  /** A second factor is on, or the role requires one. */
  readonly secondFactor: boolean;
  /** Least characters that organizations of the owner ask for; they never undercut the settings. */
  readonly minLength?: number;
  /** Least score, in the same way. */
  readonly minScore?: number;
  /** Words of these organizations that must not be the password. */
  readonly bannedWords?: readonly string[];
  /** Names and addresses that must not be the password. */
  readonly ownWords: readonly string[];
}

/**
 * Decides which passwords are good enough (G19, SP 800-63B-4): length, block-list, strength and
 * breaches, no composition rules.
 */
@Injectable()
export class PasswordPolicyService {
  constructor(
    private readonly config: Config,
    private readonly strength: PasswordStrengthService,
    private readonly breached: BreachedPasswords,
  ) {}

  /**
   * The password in the form in which it is hashed.
   * @throws AppError `weak_password`, `overloaded`
   */
  async accept(
    password: string,
    owner: PasswordOwner,
    pointer = '/body/password',
  ): Promise<string> {
    const normalized = normalizePassword(password);
    const message = await this.weakness(normalized, owner);
    if (message !== null) throw weakPassword(message, pointer);
    return normalized;
  }

  private async weakness(password: string, owner: PasswordOwner): Promise<string | null> {
    const form = this.formOf(password, owner);
    if (form !== null) return form;
    const own = owner.ownWords.flatMap((word) => [word, word.split('@')[0] ?? '']);
    const { bannedWords = [], minScore = 0 } = owner;
    const strength = await this.strength.weigh(password, [...own, ...bannedWords]);
    if (strength.isCommon) return 'is among the passwords that attackers try first';
    const folded = password.toLowerCase();
    if (own.some((word) => word.length > 3 && isMadeOf(folded, word.toLowerCase())))
      return 'must not be made of your name or e-mail address';
    if (bannedWords.some((word) => isMadeOf(folded, word.toLowerCase())))
      return 'must not be made of a word that your organization has ruled out';
    const { GATEHOUSE_PASSWORD_MIN_SCORE } = this.config;
    if (strength.score < Math.max(GATEHOUSE_PASSWORD_MIN_SCORE, minScore))
      return adviceOf(strength);
    if (await this.breached.has(password))
      return 'was found among passwords that were stolen elsewhere; choose one that you use nowhere else';
    return null;
  }

  /** What needs no list: the length, and how many different characters there are. */
  private formOf(password: string, { secondFactor, minLength = 0 }: PasswordOwner): string | null {
    // Code points, as SP 800-63B-4 section 3.1.1.2 counts.
    const { length } = Array.from(password);
    const { GATEHOUSE_PASSWORD_MIN_LENGTH, GATEHOUSE_PASSWORD_MIN_LENGTH_2FA } = this.config;
    const installed = secondFactor
      ? GATEHOUSE_PASSWORD_MIN_LENGTH_2FA
      : GATEHOUSE_PASSWORD_MIN_LENGTH;
    const least = Math.max(installed, minLength);
    if (length < least) return `must have at least ${least} characters`;
    if (length > longest) return `must have at most ${longest} characters`;
    return new Set(password.toLowerCase()).size < 4 ? 'must not repeat a few characters' : null;
  }
}

/** Whether little is left of a password without a word. */
const isMadeOf = (password: string, word: string): boolean =>
  password.includes(word) && password.replaceAll(word, '').length < 4;

const reasons: Readonly<Record<string, string>> = {
  simpleRepeat: 'repeats itself',
  extendedRepeat: 'repeats itself',
  sequences: 'follows a sequence such as abc or 123',
  straightRow: 'follows the rows of a keyboard',
  keyPattern: 'follows a pattern on a keyboard',
  dates: 'is made of a date',
  recentYears: 'is made of a year',
  userInputs: 'is made of your name, your address or a word of your organization',
  common: 'is close to a common password',
  similarToCommon: 'is close to a common password',
};

const adviceOf = ({ warning }: Strength): string =>
  `is easy to guess: it ${reasons[warning ?? ''] ?? 'is too simple'}; a few unrelated words are better`;
