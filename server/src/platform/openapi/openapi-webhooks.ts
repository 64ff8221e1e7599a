import { type EventContract, events } from '@gatehouse/contracts/events';
import { webhookPayload } from '@gatehouse/contracts/webhooks';
import { z } from 'zod';
import type { OpenApiComponents } from './openapi-components.js';

type Json = Record<string, unknown>;

const header = (name: string, description: string): Json => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
});

const headers = [
  header(
    'webhook-id',
    'Id of the event, the same at every try: what came before is to be ignored.',
  ),
  header('webhook-timestamp', 'When it was sent, in seconds since 1970; refuse what is old.'),
  header('webhook-signature', 'Signatures `v1,...` and `v1a,...` of id, time and body, by spaces.'),
];

const responses = {
  '2XX': { description: 'Accepted. Anything else is tried again, for days.' },
  '410': { description: 'Gone: the endpoint is switched off.' },
};

/** The `webhooks` section of the OpenAPI document: what each event of the catalogue is sent as. */
export const openApiWebhooks = (components: OpenApiComponents): Json =>
  Object.fromEntries(
    Object.values<EventContract>(events)
      .filter(({ withheld }) => !withheld)
      .map(({ type, summary, data }): [string, Json] => [
        type,
        { post: request(summary, payloadOf(type, data, components)) },
      ])
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );

const payloadOf = (type: string, data: z.ZodType, components: OpenApiComponents): Json =>
  components.schema(webhookPayload.extend({ type: z.literal(type), data }), 'output');

const request = (summary: string, schema: Json): Json => ({
  tags: ['webhooks'],
  summary,
  security: [],
  parameters: headers,
  requestBody: {
    required: true,
    content: {
      'application/json': { schema },
    },
  },
  responses,
});
