import { apiBase, type RouteContract } from '@gatehouse/contracts/route';
import { allRoutes } from '@gatehouse/contracts/routes';

interface Served {
  readonly contract: RouteContract;
  readonly form: RegExp;
}

// Fixed paths come first: `/sessions/current` is none of `/sessions/:id`.
const served: readonly Served[] = [...allRoutes]
  .toSorted((left, right) => left.path.split(':').length - right.path.split(':').length)
  .map((contract) => ({ contract, form: formOf(contract.path) }));

function formOf(path: string): RegExp {
  const segments = path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+');
  return new RegExp(`^(?:${apiBase})?${segments}$`);
}

/**
 * Holds an answer against the whole contract of its route, forms of texts included: the server
 * itself checks only names and types.
 * @throws Error that names the route, when the answer is not what the contract says
 */
export function checkAnswer(method: string, path: string, status: number, body: unknown): void {
  const [bare = '', query = ''] = path.split('?', 2);
  // Somebody who chooses fields gets rows that are less than whole.
  if (new URLSearchParams(query).has('fields')) return;
  const route = served.find(({ contract, form }) => contract.method === method && form.test(bare));
  if (!route?.contract.response || status !== route.contract.status) return;
  const { error } = route.contract.response.safeParse(body);
  if (error) throw new Error(`The answer of ${route.contract.name} breaks its contract: ${error}`);
}
