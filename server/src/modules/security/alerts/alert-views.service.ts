import { Injectable } from '@nestjs/common';
import type { AlertNote, alertRoutes, SecurityAlert } from '@gatehouse/contracts/security/alerts';
import type { RouteQuery } from '@gatehouse/contracts/route';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { type Page, toPage } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import { UserDirectory } from '../../identity/users/user-directory.port.js';
import { Rules } from '../detections/rules.js';
import { positionKey } from '../position.js';
import { filterOf } from './alert-filter.js';
import { AlertNotesRepository } from './alert-notes.repository.js';
import { AlertsRepository } from './alerts.repository.js';
import type { AlertNoteRow, AlertRow } from './alerts.table.js';

type Query = RouteQuery<typeof alertRoutes.list>;
type Names = ReadonlyMap<string, string>;

/** How alerts are shown, with the names of the people who are in them. */
@Injectable()
export class AlertViewsService {
  constructor(
    private readonly repository: AlertsRepository,
    private readonly notes: AlertNotesRepository,
    private readonly rules: Rules,
    private readonly directory: UserDirectory,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Those seen last first. */
  async list({ limit, ...query }: Query): Promise<Page<SecurityAlert>> {
    const filter = filterOf(query, this.clock.now());
    const rows = await this.repository.list(this.database.connection, filter, limit);
    const names = await this.namesOf(rows.flatMap(peopleIn));
    return toPage(rows, limit, keyOf, (row) => this.toAlert(row, names));
  }

  /** With what was said of it, oldest first. @throws AppError `not_found` */
  async get(id: string): Promise<SecurityAlert & { notes: AlertNote[] }> {
    const { connection } = this.database;
    const row = await this.repository.find(connection, id);
    if (!row) throw new AppError('not_found');
    const notes = await this.notes.list(connection, id);
    const names = await this.namesOf([...peopleIn(row), ...notes.map(({ authorId }) => authorId)]);
    return { ...this.toAlert(row, names), notes: notes.map((note) => toNote(note, names)) };
  }

  /** Staff whom an alert may be given to, by name. */
  async assignees(): Promise<{ id: string; name: string }[]> {
    const staff = await this.directory.staffContacts('security:manage');
    return staff
      .map(({ userId, firstName, lastName }) => ({ id: userId, name: `${firstName} ${lastName}` }))
      .toSorted((one, other) => one.name.localeCompare(other.name));
  }

  async show(row: AlertRow): Promise<SecurityAlert> {
    return this.toAlert(row, await this.namesOf(peopleIn(row)));
  }

  async showNote(note: AlertNoteRow): Promise<AlertNote> {
    return toNote(note, await this.namesOf([note.authorId]));
  }

  private async namesOf(people: readonly (string | null)[]): Promise<Names> {
    return this.directory.namesOf([...new Set(people)].filter((person) => person !== null));
  }

  private toAlert(row: AlertRow, names: Names): SecurityAlert {
    const { updatedBy: _updatedBy, stateBefore, ...alert } = row;
    const isMuted =
      row.state === 'muted' && row.mutedUntil !== null && row.mutedUntil > this.clock.now();
    return {
      ...alert,
      state: row.state === 'muted' && !isMuted ? (stateBefore ?? 'open') : row.state,
      mutedUntil: isMuted ? (row.mutedUntil?.toISOString() ?? null) : null,
      subjectName: row.subjectType === 'account' ? nameIn(names, row.subject) : null,
      assigneeName: nameIn(names, row.assigneeId),
      advice: this.rules.get(row.detection).advice,
      firstAt: row.firstAt.toISOString(),
      lastAt: row.lastAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    };
  }
}

const keyOf = ({ lastAt: at, id }: AlertRow): string => positionKey({ at, id });

const nameIn = (names: Names, id: string | null): string | null =>
  id === null ? null : (names.get(id) ?? null);

const peopleIn = ({ subjectType, subject, assigneeId }: AlertRow): (string | null)[] => [
  subjectType === 'account' ? subject : null,
  assigneeId,
];

const toNote = (
  { id, kind, text, authorId, createdAt }: AlertNoteRow,
  names: Names,
): AlertNote => ({
  id,
  kind,
  text,
  authorId,
  authorName: nameIn(names, authorId),
  createdAt: createdAt.toISOString(),
});
