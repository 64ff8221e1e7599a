import {
  type Intervention,
  interventions,
  type Person,
} from '@gatehouse/contracts/identity/people';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { platformRank } from '@gatehouse/contracts/permissions';
import { client } from '../../../api/client';

interface Words {
  title: string;
  action: string;
  done: string;
  consequence: string;
}

interface Deed extends Words {
  run: (id: string, reason: string) => Promise<unknown>;
}

/** What takes a reason alone. */
export type PlainDeed = Exclude<Intervention, 'change_address'>;

const wish = (id: string, reason: string) => ({ params: { id }, body: { reason } });

export const deeds: Record<PlainDeed, Deed> & Record<Intervention, Words> = {
  end_sessions: {
    title: 'Sign this person out everywhere?',
    action: 'Sign out',
    done: 'is signed out everywhere.',
    consequence: 'is signed out on every device, in every organization.',
    run: (id, reason) => client.people.endSessions(wish(id, reason)),
  },
  lift_delays: {
    title: 'Let this person try again?',
    action: 'Let them try again',
    done: 'may try again at once.',
    consequence:
      'may try to sign in again at once, and so may whoever guesses at the password. Make sure that it is really them who asks.',
    run: (id, reason) => client.people.liftDelays(wish(id, reason)),
  },
  reset_password: {
    title: 'Make this person choose a new password?',
    action: 'Reset password',
    done: 'has been sent a link to choose a new password.',
    consequence:
      'is signed out everywhere, the password and connected accounts stop working, and a mail brings a link to choose a new password.',
    run: (id, reason) => client.people.resetPassword(wish(id, reason)),
  },
  change_address: {
    title: 'Give this person another address?',
    action: 'Change address',
    done: 'has another address once it confirms by the link that was sent there.',
    consequence:
      'is signed out everywhere once the new address confirms, and signs in with it. The present address is told, and can undo it for 7 days. Make sure that it is really them who asks.',
  },
  reset_factors: {
    title: 'Reset the second factors?',
    action: 'Reset factors',
    done: 'signs in without a second factor until one is on again.',
    consequence:
      'is signed out everywhere, and every second factor and backup code stops working. Make sure that it is really them who asks.',
    run: (id, reason) => client.people.resetFactors(wish(id, reason)),
  },
  remove_picture: {
    title: 'Remove the picture of this person?',
    action: 'Remove picture',
    done: 'has no picture any more.',
    consequence: 'is told of it, and may choose another one.',
    run: (id, reason) => client.people.removePicture(wish(id, reason)),
  },
  export_data: {
    title: 'Export what is known of this person?',
    action: 'Export data',
    done: 'is told of it; the link to the file comes to you by mail.',
    consequence:
      'is told by mail. You get a link to the file, good for a day. Hand it to nobody else, and make sure that it is really them who asks.',
    run: (id, reason) => client.people.exportData(wish(id, reason)),
  },
  deactivate: {
    title: 'Deactivate this account?',
    action: 'Deactivate',
    done: 'is deactivated.',
    consequence: 'is signed out everywhere at once and cannot sign in until activated again.',
    run: (id, reason) => client.people.deactivate(wish(id, reason)),
  },
  activate: {
    title: 'Activate this account?',
    action: 'Activate',
    done: 'can sign in again.',
    consequence: 'can sign in again with the same password and second factor.',
    run: (id, reason) => client.people.activate(wish(id, reason)),
  },
};

type Me = Pick<Profile, 'permissions' | 'platformRole'>;

/** Whether I may do something to an account: to none of my rank or above, mine included. */
export const mayIntervene = (me: Me, person: Person, deed: Intervention): boolean =>
  platformRank(person.platformRole) < platformRank(me.platformRole) &&
  me.permissions.includes(interventions[deed]);

/** What I may do to an account, in the order of the page. */
export const deedsFor = (me: Me, person: Person): Intervention[] => {
  const picture = person.pictureUrl === null ? [] : (['remove_picture'] as const);
  const factors = person.twoFactorEnabled ? (['reset_factors'] as const) : [];
  const possible: Intervention[] = person.isActive
    ? [
        'end_sessions',
        'reset_password',
        'change_address',
        ...factors,
        ...picture,
        'export_data',
        'deactivate',
      ]
    : [...picture, 'export_data', 'activate'];
  return possible.filter((deed) => mayIntervene(me, person, deed));
};
