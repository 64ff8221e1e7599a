import { useInfiniteQuery } from '@tanstack/react-query';
import { Webhook } from 'lucide-react';
import { useState } from 'react';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { PageHeader } from '../../../ui/page-header';
import { PagedList } from '../../../ui/paged-list';
import { EndpointDialog } from './endpoint-dialog';
import { EndpointRow } from './endpoint-row';
import { EndpointSecretDialog } from './endpoint-secret-dialog';
import { endpointsQuery, type NewEndpoint } from './endpoints';

const EndpointList = () => {
  const list = useInfiniteQuery(endpointsQuery);
  return (
    <PagedList
      list={list}
      rows={3}
      empty={
        <Empty icon={Webhook} title="No endpoints">
          An endpoint is an address of yours that is told what happens here, as it happens.
        </Empty>
      }
    >
      {(endpoints) => (
        <ul>
          {endpoints.map((endpoint) => (
            <EndpointRow key={endpoint.id} endpoint={endpoint} />
          ))}
        </ul>
      )}
    </PagedList>
  );
};

export const WebhooksPage = () => {
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<NewEndpoint>();
  return (
    <>
      <PageHeader
        title="Webhooks"
        description="Other systems that are told what happens in the organization."
        actions={
          <Button variant="primary" onClick={() => setAdding(true)}>
            Add endpoint
          </Button>
        }
      />
      <Card title="Endpoints" flush>
        <EndpointList />
      </Card>
      <EndpointDialog
        title="New endpoint"
        action="Add endpoint"
        present={{ url: '', description: '', eventTypes: [], installation: false }}
        open={adding}
        send={(body) => client.webhooks.create({ body })}
        onClose={() => setAdding(false)}
        onDone={(endpoint) => {
          setAdding(false);
          setMade(endpoint);
        }}
      />
      {made && <EndpointSecretDialog made={made} onClose={() => setMade(undefined)} />}
    </>
  );
};
