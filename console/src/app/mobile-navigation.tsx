import { Menu as MenuIcon, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { Button } from '../ui/button';
import { Logo } from './logo';
import { Sidebar } from './sidebar';

/** The main navigation as a drawer, where the window is too narrow for a side bar. */
export const MobileNavigation = ({ profile }: { profile: Profile }) => {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <Button variant="ghost" size="icon" aria-label="Open navigation" className="lg:hidden">
          <MenuIcon aria-hidden />
        </Button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="bg-veil animate-fade fixed inset-0 z-40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="bg-surface shadow-float animate-fade fixed inset-y-0 left-0 z-50 w-72 max-w-[85vw] overflow-y-auto p-4 outline-none"
        >
          <div className="mb-5 flex items-center justify-between">
            <Dialog.Title asChild>
              <div>
                <Logo />
              </div>
            </Dialog.Title>
            <Dialog.Close asChild>
              <Button variant="ghost" size="icon" aria-label="Close navigation">
                <X aria-hidden />
              </Button>
            </Dialog.Close>
          </div>
          <Sidebar profile={profile} onNavigate={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
};
