import { Ellipsis } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { Button } from './button';
import { cn } from './class-names';

interface MenuProps {
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
  side?: 'top' | 'bottom';
}

export const Menu = ({ trigger, children, align = 'end', side = 'bottom' }: MenuProps) => (
  <DropdownMenu.Root modal={false}>
    <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        align={align}
        side={side}
        sideOffset={6}
        collisionPadding={8}
        className="border-line bg-surface shadow-float animate-fade z-50 min-w-44 rounded-lg border p-1"
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu.Root>
);

/** What can be done with one thing of a list. @param label such as "Actions for Ada". */
export const ActionsMenu = ({ label, children }: { label: string; children: ReactNode }) => (
  <Menu
    trigger={
      <Button variant="ghost" className="size-8" aria-label={label}>
        <Ellipsis aria-hidden />
      </Button>
    }
  >
    {children}
  </Menu>
);

export const itemClasses =
  'flex h-8 cursor-pointer items-center gap-2.5 rounded-md px-2 outline-none select-none data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted';

interface MenuItemProps extends ComponentProps<typeof DropdownMenu.Item> {
  danger?: boolean;
}

export const MenuItem = ({ className, danger = false, ...rest }: MenuItemProps) => (
  <DropdownMenu.Item
    className={cn(itemClasses, danger && 'text-danger-text [&_svg]:text-danger-text', className)}
    {...rest}
  />
);

export const MenuSeparator = () => <DropdownMenu.Separator className="bg-line my-1 h-px" />;
