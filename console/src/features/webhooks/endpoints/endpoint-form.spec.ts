import { describe, expect, it } from 'vitest';
import { endpointForm } from './endpoint-form';

const fields = {
  url: 'https://hook.test/in',
  description: ' Billing ',
  wants: 'chosen',
  eventTypes: ['user.login'],
  installation: false,
};

describe('the form of a webhook endpoint', () => {
  it('asks for what was chosen, or for everything whatever was chosen before', () => {
    expect(endpointForm.parse(fields)).toEqual({
      url: 'https://hook.test/in',
      description: 'Billing',
      eventTypes: ['user.login'],
      installation: false,
    });
    expect(endpointForm.parse({ ...fields, wants: 'every' }).eventTypes).toEqual([]);
  });

  it('leaves out what only the installation tells, where that is not asked for', () => {
    const eventTypes = ['user.login', 'alert.raised'];
    expect(endpointForm.parse({ ...fields, eventTypes }).eventTypes).toEqual(['user.login']);
    const marked = { ...fields, eventTypes, installation: true };
    expect(endpointForm.parse(marked).eventTypes).toEqual(eventTypes);
    const { error } = endpointForm.safeParse({ ...fields, eventTypes: ['alert.raised'] });
    expect(error?.issues.map(({ path }) => path[0])).toEqual(['wants']);
  });

  it('does not take no event for every event', () => {
    const { error } = endpointForm.safeParse({ ...fields, eventTypes: [] });
    expect(error?.issues.map(({ path }) => path[0])).toEqual(['wants']);
  });

  it('says that an address is none', () => {
    const { error } = endpointForm.safeParse({ ...fields, url: 'ftp://hook.test' });
    expect(error?.issues.map(({ path }) => path[0])).toEqual(['url']);
  });
});
