import { describe, expect, it } from 'vitest';
import { isHopeless } from '../smtp-transport.js';

describe('a mail that a server refuses is given up', () => {
  it.each([
    ['RCPT TO', '550 5.1.1 No such user'],
    ['RCPT TO', '550-5.1.1 No such user'],
    ['RCPT TO', '550 5.1.10 The domain takes no mail'],
    ['RCPT TO', '550 No such user here'],
    ['RCPT TO', '553 Unknown mailbox'],
    ['DATA', '550 5.1.1 No such user'],
  ])('at once after %s: %s', (command, response) => {
    expect(isHopeless({ command, response })).toBe(true);
  });

  it.each([
    ['RCPT TO', '450 4.1.1 Later'],
    ['RCPT TO', '550 5.7.1 Relaying denied'],
    ['RCPT TO', '550 5.1.8 The sender has no such domain'],
    ['RCPT TO', '550 Blocked, see https://lists.example'],
    ['RCPT TO', '554 No'],
    ['DATA', '550 No'],
    ['MAIL FROM', '550 No such user'],
    [undefined, undefined],
  ])('not after %s: %s', (command, response) => {
    expect(isHopeless({ command, response })).toBe(false);
  });
});
