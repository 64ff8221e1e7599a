import { queryOptions } from '@tanstack/react-query';
import type {
  AttributeDefinition,
  AttributeValue,
} from '@gatehouse/contracts/identity/profiles/attributes';
import { client } from '../../../api/client';
import { queryClient } from '../../../api/queries';

/** What the organization wants to know of its people. */
export const attributesQuery = queryOptions({
  queryKey: ['organizations', 'attributes'],
  queryFn: async ({ signal }) => (await client.attributes.list({ signal })).attributes,
  staleTime: 60_000,
});

export const saveDefinitions = async (attributes: AttributeDefinition[]): Promise<void> => {
  await client.attributes.replace({ body: { attributes } });
  await queryClient.invalidateQueries({ queryKey: attributesQuery.queryKey });
};

export const kindNames: Record<AttributeDefinition['kind'], string> = {
  text: 'Text',
  number: 'Number',
  boolean: 'Yes or no',
  date: 'Date',
  choice: 'Choice',
};

/** A value in words. */
export const told = (value: AttributeValue | undefined): string => {
  if (value === undefined) return 'None';
  return typeof value === 'boolean' ? (value ? 'Yes' : 'No') : String(value);
};
