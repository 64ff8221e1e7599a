import { useSignOut } from '../../../app/sign-out';
import { stepUp } from '../../../api/step-up';
import { Button } from '../../../ui/button';

/** For whoever has no password to prove themselves by: the guards lead back to this page afterwards. */
export const SignInAgain = () => {
  const signOut = useSignOut();
  return (
    <div className="grid gap-4">
      <p>You have no password here. Sign in again, and make the change within a few minutes.</p>
      <Button
        variant="primary"
        size="lg"
        busy={signOut.isPending}
        onClick={() => {
          stepUp.settle(false);
          signOut.mutate();
        }}
      >
        Sign in again
      </Button>
    </div>
  );
};
