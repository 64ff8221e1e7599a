import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type {
  AttributeChange,
  AttributeDefinition,
  AttributeValues,
} from '@gatehouse/contracts/identity/profiles/attributes';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { DescriptionList } from '../../../ui/description-list';
import { toast } from '../../../ui/toast-store';
import { AttributesDialog } from './attributes-dialog';
import { attributesQuery, told } from './attributes';

interface AttributesCardProps {
  values: AttributeValues;
  /** Whether whoever looks at it may change one. */
  mayEdit: (definition: AttributeDefinition) => boolean;
  save: (attributes: AttributeChange) => Promise<unknown>;
}

/** What the organization knows of a person; nothing where it wants to know nothing. */
export const AttributesCard = ({ values, mayEdit, save }: AttributesCardProps) => {
  const { data: definitions = [] } = useQuery(attributesQuery);
  const [editing, setEditing] = useState(false);
  if (definitions.length === 0) return null;
  const editable = definitions.filter(mayEdit);
  return (
    <Card
      title="Attributes"
      description="What the organization wants to know."
      actions={
        editable.length > 0 && <Button onClick={() => setEditing(true)}>Edit the attributes</Button>
      }
    >
      <DescriptionList items={definitions.map(({ key, name }) => [name, told(values[key])])} />
      {editing && (
        <AttributesDialog
          definitions={editable}
          values={values}
          save={async (attributes) => {
            await save(attributes);
            toast('The attributes are saved.');
          }}
          onClose={() => setEditing(false)}
        />
      )}
    </Card>
  );
};
