import { usePermissions } from './application-permissions';

/** Permissions in the words of their catalogues. */
export const PermissionWords = ({ of }: { of: readonly string[] }) => {
  const { wordsOf } = usePermissions();
  return (
    <ul className="text-muted list-disc pl-5">
      {of.map((name) => (
        <li key={name}>{wordsOf(name)}</li>
      ))}
    </ul>
  );
};
