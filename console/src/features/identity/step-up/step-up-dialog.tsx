import { stepUp, useStepUpAsked } from '../../../api/step-up';
import { Dialog } from '../../../ui/dialog';
import { StepUpForm } from './step-up-form';

/** Asks again who it is, when a call wants to know; the call is then repeated. */
export const StepUpDialog = () => (
  <Dialog
    open={useStepUpAsked()}
    onOpenChange={() => stepUp.settle(false)}
    title="Confirm it is you"
    description="This is a sensitive change, and you signed in a while ago."
  >
    <StepUpForm onProved={() => stepUp.settle(true)} />
  </Dialog>
);
