import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { pictureTypes } from '@gatehouse/contracts/media-types';
import { client } from '../../../api/client';
import { profileQuery, queryClient } from '../../../api/queries';
import { Avatar } from '../../../ui/avatar';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { ProblemNote } from '../../../ui/problem-note';
import { toast } from '../../../ui/toast-store';
import { smallPicture } from './small-picture';

const refetchProfile = () => queryClient.invalidateQueries({ queryKey: profileQuery.queryKey });

/** One's own picture: chosen, made small here, and taken away. */
export const PictureCard = ({ profile }: { profile: Profile }) => {
  const input = useRef<HTMLInputElement>(null);
  const replace = useMutation({
    mutationFn: async (file: File) => client.pictures.replace({ file: await smallPicture(file) }),
    onSuccess: () => toast('Your picture is saved.'),
    onSettled: refetchProfile,
  });
  const remove = useMutation({
    mutationFn: () => client.pictures.remove(),
    onSuccess: () => toast('Your picture is removed.'),
    onSettled: refetchProfile,
  });
  return (
    <Card title="Picture" description="Others of your organization see it beside your name.">
      <ProblemNote error={replace.error ?? remove.error} />
      <div className="flex flex-wrap items-center gap-4">
        <Avatar of={profile} className="size-16 text-xl" />
        <input
          ref={input}
          type="file"
          aria-label="Picture"
          accept={pictureTypes.join(',')}
          className="sr-only"
          tabIndex={-1}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file) replace.mutate(file);
            target.value = '';
          }}
        />
        <Button busy={replace.isPending} onClick={() => input.current?.click()}>
          Choose a picture
        </Button>
        {profile.pictureUrl !== null && (
          <Button busy={remove.isPending} onClick={() => remove.mutate()}>
            Remove
          </Button>
        )}
      </div>
    </Card>
  );
};
