import { ProblemError } from '@gatehouse/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { fieldOf } from '../../../api/problems';
import { queryClient } from '../../../api/queries';

const key = ['notification-templates'];

export const templatesQuery = queryOptions({
  queryKey: [...key, 'list'],
  queryFn: ({ signal }) => client.templates.list({ signal }),
});

export const templateQuery = (name: string) =>
  queryOptions({
    queryKey: [...key, name],
    queryFn: ({ signal }) => client.templates.get({ params: { name }, signal }),
  });

/** What templates are called, for whoever may see what was sent. */
export const titlesQuery = queryOptions({
  queryKey: [...key, 'titles'],
  queryFn: async ({ signal }) => (await client.templates.titles({ signal })).data,
  staleTime: 60_000,
});

/** What a template is called; its name until that is known, or where it is deleted. */
export const useTemplateTitle = (): ((name: string) => string) => {
  const { data = [] } = useQuery(titlesQuery);
  return (wanted) => data.find(({ name }) => name === wanted)?.title ?? wanted;
};

/** Versions never change. */
export const versionQuery = (name: string, version: number) =>
  queryOptions({
    queryKey: [...key, name, version],
    queryFn: ({ signal }) => client.templates.version({ params: { name, version }, signal }),
    staleTime: Infinity,
  });

/** What is wrong with the words of one language, by part; previews and tests know one language only. */
export const errorsIn = (error: unknown, locale: string): Partial<Record<string, string>> => {
  if (!(error instanceof ProblemError)) return {};
  const named = error.errors.map(({ pointer, message }) => ({
    path: fieldOf(pointer).split('.'),
    message,
  }));
  const ofLocale = named.filter(({ path }) => path.length === 1 || path[1] === locale);
  const variable = named.find(({ path }) => path[0] === 'variables');
  return {
    ...(variable ? { variables: variable.message } : {}),
    ...Object.fromEntries(ofLocale.map(({ path, message }) => [path.at(-1), message])),
  };
};

export const refetchTemplates = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: key });
