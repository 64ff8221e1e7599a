import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../../platform/database/database.js';
import { IdentityMailsService, type MailText } from '../../mails/identity-mails.service.js';
import { ClosedOrganizationsRepository } from './closed-organizations.repository.js';

/** An organization that is closed. */
export interface ClosedOrganization {
  readonly id: string;
  readonly name: string;
  /** When its data is erased. */
  readonly erasedOn: Date;
}

const whatGoes =
  'its roles, memberships, service accounts and keys, invitations, webhooks and notifications. Of its audit trail only what was done and when stays. Your own account stays.';

/** Tells the owners of an organization that is closed what becomes of it. */
@Injectable()
export class ClosingMailsService {
  constructor(
    private readonly repository: ClosedOrganizationsRepository,
    private readonly mails: IdentityMailsService,
  ) {}

  async tellClosed(tx: Transaction, closed: ClosedOrganization): Promise<void> {
    const { name } = closed;
    await this.send(tx, closed, 'organization_closed', {
      subject: `${name} is closed`,
      paragraphs: [
        `${name} was closed: nobody acts in it any more.`,
        `On ${dayOf(closed)} what it holds here is erased for good: ${whatGoes}`,
      ],
    });
  }

  async tellErasure(tx: Transaction, closed: ClosedOrganization): Promise<void> {
    const { name } = closed;
    await this.send(tx, closed, 'organization_erasure', {
      subject: `${name} will be erased on ${dayOf(closed)}`,
      paragraphs: [
        `${name} is closed. On ${dayOf(closed)} what it holds here is erased for good: ${whatGoes}`,
      ],
    });
  }

  private async send(
    tx: Transaction,
    { id }: ClosedOrganization,
    kind: string,
    { subject, paragraphs }: Pick<MailText, 'subject' | 'paragraphs'>,
  ): Promise<void> {
    const text: MailText = {
      kind,
      subject,
      paragraphs: [
        ...paragraphs,
        'Until that day whoever runs this service can open it again: write to them if you want it kept.',
      ],
      footer: 'You get this mail because you owned it.',
    };
    for (const owner of await this.repository.listOwners(tx, id))
      await this.mails.send(tx, owner, text);
  }
}

const dayOf = ({ erasedOn }: ClosedOrganization): string => erasedOn.toISOString().slice(0, 10);
