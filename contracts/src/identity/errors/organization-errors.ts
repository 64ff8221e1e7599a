import { define } from '../../error-definition.js';

/** About who belongs to an organization, as what. */
export const organizationErrors = define({
  already_member: {
    status: 409,
    title: 'This person belongs to the organization already',
    advice: 'Nothing is to be done; the role can be changed among the people.',
    logLevel: 'info',
  },
  already_invited: {
    status: 409,
    title: 'This address has an open invitation',
    advice: 'Send that one again, or revoke it first.',
    logLevel: 'info',
  },
  email_domain_not_allowed: {
    status: 403,
    title: 'The organization does not take addresses of this domain',
    advice: 'Use an address of an allowed domain, or change the policies of the organization.',
    logLevel: 'info',
  },
  role_name_taken: {
    status: 409,
    title: 'The organization has a role of this name',
    advice: 'Choose another name.',
    logLevel: 'info',
  },
  group_name_taken: {
    status: 409,
    title: 'The organization has a group of this name',
    advice: 'Choose another name.',
    logLevel: 'info',
  },
  role_in_use: {
    status: 409,
    title: 'Somebody has this role, or is invited to it',
    advice: 'Name the role that they get in its place, as `replacement`.',
    logLevel: 'info',
  },
});
