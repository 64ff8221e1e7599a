import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { Toast } from 'radix-ui';
import { Button } from './button';
import { CopyButton } from './copy-button';
import { dismissToast, useToasts, type ToastMessage } from './toast-store';

const ToastItem = ({ message }: { message: ToastMessage }) => {
  const failed = message.tone === 'danger';
  const Icon = failed ? CircleAlert : CircleCheck;
  return (
    <Toast.Root
      type={failed ? 'foreground' : 'background'}
      duration={failed ? 15_000 : 5000}
      onOpenChange={(open) => {
        if (!open) dismissToast(message.id);
      }}
      className="border-line bg-surface shadow-float animate-rise flex items-start gap-2.5 rounded-lg border p-3"
    >
      <Icon
        aria-hidden
        className={`mt-0.5 size-4 shrink-0 ${failed ? 'text-danger-text' : 'text-ok-text'}`}
      />
      <div className="min-w-0 flex-1">
        <Toast.Description>{message.text}</Toast.Description>
        {message.requestId !== undefined && (
          <p className="text-muted mt-1 flex items-center gap-1 text-xs">
            <span className="truncate font-mono">Request {message.requestId}</span>
            <CopyButton
              text={message.requestId}
              label="Copy request id"
              iconOnly
              variant="ghost"
              className="size-6 [&_svg]:size-3.5"
            />
          </p>
        )}
      </div>
      <Toast.Close asChild>
        <Button variant="ghost" aria-label="Dismiss" className="-my-0.5 size-6">
          <X aria-hidden />
        </Button>
      </Toast.Close>
    </Toast.Root>
  );
};

export const Toaster = () => (
  <Toast.Provider swipeDirection="right" label="Message">
    {useToasts().map((message) => (
      <ToastItem key={message.id} message={message} />
    ))}
    <Toast.Viewport className="fixed right-0 bottom-0 z-60 grid w-96 max-w-full grid-cols-[minmax(0,1fr)] gap-2 p-4" />
  </Toast.Provider>
);
