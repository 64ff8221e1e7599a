import { useMutation, useQuery } from '@tanstack/react-query';
import { Tag } from 'lucide-react';
import { useState } from 'react';
import type { AttributeDefinition } from '@gatehouse/contracts/identity/profiles/attributes';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { Loaded } from '../../../ui/loaded';
import { FactorRow } from '../second-factor/factor-row';
import { attributesQuery, kindNames, saveDefinitions } from './attributes';
import { DefinitionDialog } from './definition-dialog';

interface DefinitionRowProps {
  definition: AttributeDefinition;
  onEdit: () => void;
  onRemove: () => void;
}

const DefinitionRow = ({ definition, onEdit, onRemove }: DefinitionRowProps) => {
  const { key, name, kind, choices, required, editableBy } = definition;
  return (
    <FactorRow
      icon={Tag}
      name={name}
      badge={
        <>
          {required && <Badge>Required</Badge>}
          {editableBy === 'person' && <Badge>The person may change it</Badge>}
        </>
      }
      detail={`${key}: ${kind === 'choice' ? choices.join(', ') : kindNames[kind]}`}
      action={
        <div className="flex gap-2">
          <Button size="sm" onClick={onEdit} aria-label={`Edit ${name}`}>
            Edit
          </Button>
          <Button size="sm" onClick={onRemove} aria-label={`Remove ${name}`}>
            Remove
          </Button>
        </div>
      }
    />
  );
};

/** Which attributes of its people the organization keeps. */
export const DefinitionsCard = () => {
  const list = useQuery(attributesQuery);
  const [editing, setEditing] = useState<AttributeDefinition | 'new'>();
  const [removing, setRemoving] = useState<AttributeDefinition>();
  const known = list.data ?? [];
  const present = editing === 'new' ? undefined : editing;
  const put = async (definition: AttributeDefinition) =>
    saveDefinitions(
      present
        ? known.map((one) => (one.key === present.key ? definition : one))
        : [...known, definition],
    );
  const remove = useMutation({
    mutationFn: ({ key }: AttributeDefinition) =>
      saveDefinitions(known.filter((one) => one.key !== key)),
    onSettled: () => setRemoving(undefined),
  });
  return (
    <Card
      title="Attributes of people"
      description="What the organization wants to know of its people, beyond their names."
      actions={<Button onClick={() => setEditing('new')}>Add an attribute</Button>}
      flush
    >
      <Loaded query={list} rows={1}>
        {(definitions) => (
          <ul>
            {definitions.map((definition) => (
              <DefinitionRow
                key={definition.key}
                definition={definition}
                onEdit={() => setEditing(definition)}
                onRemove={() => setRemoving(definition)}
              />
            ))}
          </ul>
        )}
      </Loaded>
      {editing && (
        <DefinitionDialog present={present} save={put} onClose={() => setEditing(undefined)} />
      )}
      <ConfirmDialog
        open={removing !== undefined}
        onOpenChange={() => setRemoving(undefined)}
        title={`Remove ${removing?.name ?? 'the attribute'}?`}
        action="Remove"
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate(removing)}
      >
        What is known of people under this name is forgotten.
      </ConfirmDialog>
    </Card>
  );
};
