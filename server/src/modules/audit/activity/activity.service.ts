import { Injectable } from '@nestjs/common';
import { type ActivityEntry, activityTypes } from '@gatehouse/contracts/activity';
import type { Page } from '../../../kernel/page.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { PlaceFinder } from '../../../platform/places/place-finder.js';
import { AuditService } from '../audit.service.js';

/** What happened to somebody's own account, whichever organization it was done in. */
@Injectable()
export class ActivityService {
  constructor(
    private readonly audit: AuditService,
    private readonly places: PlaceFinder,
  ) {}

  /** Latest first. */
  async list(
    { userId: resourceId }: SessionCaller,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<ActivityEntry>> {
    const found = await this.audit.page({ resourceId, actions: activityTypes }, page);
    const placed = found.data.map((entry) => ({
      ...entry,
      place: entry.ipAddress === null ? null : this.places.nameOf(entry.ipAddress),
    }));
    return { ...found, data: placed };
  }
}
