import { errors } from '@gatehouse/contracts/errors';
import { apiBase, type RouteContract } from '@gatehouse/contracts/route';
import { errorsOf } from '@gatehouse/contracts/route-errors';
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
 * Holds an answer against the whole contract of its route: one of success with the forms of texts,
 * of which the server itself checks only names and types, and any other by its code.
 * @throws Error that names the route, when the answer is not what the contract says
 */
export function checkAnswer(method: string, path: string, status: number, body: unknown): void {
  const [bare = '', query = ''] = path.split('?', 2);
  const route = served.find(({ contract, form }) => contract.method === method && form.test(bare));
  if (!route) return;
  const { contract } = route;
  if (status !== contract.status && status !== contract.failureStatus)
    return checkProblem(contract, status, body);
  // Somebody who chooses fields gets rows that are less than whole.
  if (!contract.response || new URLSearchParams(query).has('fields')) return;
  const { error } = contract.response.safeParse(body);
  if (error) throw new Error(`The answer of ${contract.name} breaks its contract: ${error}`);
}

function checkProblem(contract: RouteContract, status: number, body: unknown): void {
  const { code } = (body ?? {}) as { code?: unknown };
  const known = errorsOf(contract).find((candidate) => candidate === code);
  if (known === undefined || errors[known].status !== status)
    throw new Error(`The contract of ${contract.name} knows no answer ${status} ${String(code)}`);
}
