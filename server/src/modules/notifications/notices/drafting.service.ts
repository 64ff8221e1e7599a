import { Injectable } from '@nestjs/common';
import {
  type Category,
  type Channel,
  channels,
  isCritical,
} from '@gatehouse/contracts/notifications/categories';
import type { SkipReason } from '@gatehouse/contracts/notifications/deliveries';
import {
  defaultPreferences,
  type NotificationPreferences,
  wantsChannel,
} from '@gatehouse/contracts/notifications/preferences';
import { defaultLocale } from '@gatehouse/contracts/language/locale';
import type { TemplateContent } from '@gatehouse/contracts/notifications/templates';
import { SmsSender } from '../../../platform/sms/sms-sender.js';
import { Audiences } from '../../identity/audiences/audiences.port.js';
import { type Reachable, UserDirectory } from '../../identity/users/user-directory.port.js';
import { addressOf, newDelivery, skip } from '../deliveries/delivery.js';
import type { DeliveryRow } from '../deliveries/deliveries.table.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { quietUntil } from '../preferences/quiet-hours.js';
import { plainContent } from '../templates/plain-content.js';
import { RendererService } from '../templates/renderer.service.js';
import type { NoticeRow } from './notices.table.js';

/** What a notice says to somebody. */
interface Words {
  readonly content: TemplateContent;
  readonly template: string | null;
  readonly version: number | null;
  readonly locale: string;
}

/** Some of whom a notice is for. */
interface People {
  readonly people: readonly Reachable[];
  /** The last of them, where there may be others; null where these are all. */
  readonly upTo: string | null;
}

/** What a notice becomes for some of whom it is for. */
export interface Drafts extends Pick<People, 'upTo'> {
  readonly drafts: readonly DeliveryRow[];
}

/** Most people of an audience who are told in one go. */
const mostAtOnce = 200;

/** Finds out whom a notice reaches, by which channels, when, what it says to them, and whom it does not. */
@Injectable()
export class DraftingService {
  constructor(
    private readonly directory: UserDirectory,
    private readonly audiences: Audiences,
    private readonly preferences: PreferencesService,
    private readonly renderer: RendererService,
    private readonly sms: SmsSender,
  ) {}

  /** Asks identity: never in a transaction. @throws Error where the template is missing. */
  async draft(notice: NoticeRow, now: Date): Promise<Drafts> {
    const { people, upTo } = await this.peopleOf(notice);
    const chosen = await this.preferences.listOf(people.map(({ userId }) => userId));
    const words = new Map<string, Words>();
    const drafts: DeliveryRow[] = [];
    for (const person of people) {
      const wishes = chosen.get(person.userId) ?? defaultPreferences;
      const said = words.get(wishes.locale) ?? (await this.wordsOf(notice, wishes.locale));
      words.set(wishes.locale, said);
      drafts.push(...this.deliveriesTo(person, wishes, notice, said, now));
    }
    return { drafts, upTo };
  }

  private async peopleOf(notice: NoticeRow): Promise<People> {
    const { userIds, audience, toldUpTo, organizationId } = notice;
    if (audience === null || organizationId === null)
      return { people: await this.fewOf(notice), upTo: null };
    const meant = { ...audience, userIds };
    const after = toldUpTo ?? undefined;
    const ids = await this.audiences.list(organizationId, meant, mostAtOnce, after);
    const upTo = ids.length < mostAtOnce ? null : (ids.at(-1) ?? null);
    return { people: await this.directory.contactOf(ids), upTo };
  }

  private async fewOf(notice: NoticeRow): Promise<readonly Reachable[]> {
    const { staffPermission, memberPermission, organizationId } = notice;
    if (staffPermission !== null) return this.directory.staffContacts(staffPermission);
    if (memberPermission !== null && organizationId !== null)
      return this.directory.contactsOf(organizationId, memberPermission);
    return this.directory.contactOf(await this.stillMeant(notice));
  }

  /** What was sent by hand is for people of the organization, who may have left it by the time it is told. */
  private async stillMeant({ userIds, organizationId, recipients }: NoticeRow): Promise<string[]> {
    if (recipients === null || organizationId === null) return userIds;
    const members = await this.directory.membersAmong(organizationId, userIds);
    return userIds.filter((id) => members.has(id));
  }

  private async wordsOf({ content }: NoticeRow, locale: string): Promise<Words> {
    if (!('template' in content)) {
      const { subject, text } = content;
      const said = plainContent(subject, text);
      return { content: said, template: null, version: null, locale: defaultLocale };
    }
    const { template, ...values } = content;
    const {
      version,
      locale: language,
      ...rendered
    } = await this.renderer.render(template, locale, values);
    return { content: rendered, template, version, locale: language };
  }

  private deliveriesTo(
    person: Reachable,
    wishes: NotificationPreferences,
    notice: NoticeRow,
    { content, template, version, locale }: Words,
    now: Date,
  ): DeliveryRow[] {
    const { id: noticeId, organizationId, category, link } = notice;
    const words = { template, templateVersion: version, locale };
    const about = { noticeId, organizationId, category, link, ...words };
    const asked = channels.filter((channel) => notice.channels?.includes(channel) ?? true);
    const dueAt = dueTime(wishes, category, now);
    const drafts = asked.map((channel) => {
      const goesAt = channel === 'in_app' ? now : dueAt;
      const delivery = newDelivery(about, person, channel, content, goesAt, now);
      const reason = this.objectionTo(person, wishes, category, channel);
      return reason === null ? delivery : skip(delivery, reason);
    });
    // Where no channel was asked for, being reached by one is enough.
    const reached = drafts.filter(({ state }) => state !== 'skipped');
    return notice.channels === null && reached.length > 0 ? reached : drafts;
  }

  /** Why somebody is not told by a channel; null where they are. */
  private objectionTo(
    person: Reachable,
    wishes: NotificationPreferences,
    category: Category,
    channel: Channel,
  ): SkipReason | null {
    if (!person.isActive) return 'inactive';
    if (!wantsChannel(wishes, category, channel)) return 'not_wanted';
    if (channel === 'sms' && !this.sms.available) return 'no_provider';
    return channel === 'in_app' || addressOf(person, channel) !== null ? null : 'no_address';
  }
}

/** In quiet hours what is not critical waits for their end. */
const dueTime = (wishes: NotificationPreferences, category: Category, now: Date): Date =>
  (isCritical(category) ? null : quietUntil(now, wishes)) ?? now;
