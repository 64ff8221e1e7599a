import { events } from '@gatehouse/contracts/events';
import { allRoutes } from '@gatehouse/contracts/routes';
import { expect, it } from 'vitest';
import { openApiDocument } from './openapi-document.js';

interface Operation {
  readonly operationId: string;
  readonly security: readonly unknown[];
  readonly responses: Record<string, unknown>;
}

const operations = () =>
  Object.values(
    openApiDocument('1.2.3').paths as Record<string, Record<string, Operation>>,
  ).flatMap((path) => Object.values(path));

it('lists every contract once', () => {
  const names = operations().map((operation) => operation.operationId);
  expect(names.toSorted()).toEqual(allRoutes.map((route) => route.name).toSorted());
});

it('asks for a token wherever the contract is not public', () => {
  for (const operation of operations()) {
    const contract = allRoutes.find((route) => route.name === operation.operationId);
    expect(operation.security.length > 0).toBe(contract?.access !== 'public');
    expect('401' in operation.responses || contract?.access === 'public').toBe(true);
  }
});

it('tells of each event as the webhook that it is sent as', () => {
  const webhooks = openApiDocument('1.2.3').webhooks as Record<string, Record<string, unknown>>;
  expect(Object.keys(webhooks)).toEqual(
    Object.values(events)
      .map(({ type }) => type)
      .toSorted(),
  );
  expect(webhooks['webhook.disabled']).toMatchObject({
    post: {
      summary: events.webhookDisabled.summary,
      requestBody: {
        content: {
          'application/json': {
            schema: {
              properties: {
                type: { const: 'webhook.disabled' },
                data: { required: ['endpointId', 'url', 'reason'] },
              },
            },
          },
        },
      },
    },
  });
});
