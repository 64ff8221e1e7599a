import { Injectable } from '@nestjs/common';
import type { AttributeChange } from '@gatehouse/contracts/identity/profiles/attributes';
import { AppError } from '../../../kernel/error.js';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { OrganizationsRepository } from '../organizations/organizations.repository.js';
import { changed, type Editor, parseValue } from './attribute-values.js';
import { AttributesRepository } from './attributes.repository.js';

/** Whose attributes, and as a member of what. */
interface MemberKey {
  readonly organizationId: string | null;
  readonly userId: string;
}

/** What is known of the members of an organization. */
@Injectable()
export class MemberAttributesService {
  constructor(
    private readonly repository: AttributesRepository,
    private readonly organizations: OrganizationsRepository,
  ) {}

  /** Of two who change at once, each sees what the other left. @throws AppError `validation_failed` */
  async change(
    tx: Transaction,
    { organizationId, userId }: MemberKey,
    change: AttributeChange,
    editor: Editor,
  ): Promise<void> {
    if (organizationId === null)
      throw new AppError('validation_failed', { detail: 'Attributes are of an organization.' });
    await this.organizations.lock(tx, organizationId);
    const { definitions } = await this.repository.getDefinitions(tx, organizationId);
    const { attributes } = await this.repository.find(tx, organizationId, userId);
    const after = changed(definitions, attributes, change, editor);
    await this.repository.put(tx, organizationId, userId, { attributes: after });
  }

  /**
   * What `key:value` of a query means; nothing where it names none.
   * @throws AppError `validation_failed` for an unknown key, or a value of another kind.
   */
  async filterOf(
    tx: Queryable,
    organizationId: string,
    text: string | undefined,
  ): Promise<Readonly<Record<string, unknown>> | undefined> {
    if (text === undefined) return undefined;
    const colon = text.indexOf(':');
    const [key, value] = [text.slice(0, colon), text.slice(colon + 1)];
    const { definitions } = await this.repository.getDefinitions(tx, organizationId);
    const definition = definitions.find((one) => one.key === key);
    const wanted = definition && parseValue(definition, value);
    if (wanted === undefined) {
      const message = 'must be the key of an attribute, a colon, and a value of its kind';
      throw new AppError('validation_failed', {
        fields: [{ pointer: '/query/attribute', message }],
      });
    }
    return { [key]: wanted };
  }
}
