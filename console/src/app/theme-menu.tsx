import { Check, Monitor, Moon, Sun } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { Button } from '../ui/button';
import { itemClasses, Menu } from '../ui/menu';
import { setTheme, themeChoices, useThemeChoice } from './theme';

const looks = {
  system: { icon: Monitor, label: 'System' },
  light: { icon: Sun, label: 'Light' },
  dark: { icon: Moon, label: 'Dark' },
};

export const ThemeMenu = () => {
  const choice = useThemeChoice();
  const Icon = looks[choice].icon;
  return (
    <Menu
      trigger={
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Theme: ${looks[choice].label}`}
          title="Theme"
        >
          <Icon aria-hidden />
        </Button>
      }
    >
      <DropdownMenu.RadioGroup value={choice}>
        {themeChoices.map((value) => {
          const { icon: ItemIcon, label } = looks[value];
          return (
            <DropdownMenu.RadioItem
              key={value}
              value={value}
              className={itemClasses}
              onSelect={() => setTheme(value)}
            >
              <ItemIcon aria-hidden />
              {label}
              <DropdownMenu.ItemIndicator className="ml-auto">
                <Check aria-hidden />
              </DropdownMenu.ItemIndicator>
            </DropdownMenu.RadioItem>
          );
        })}
      </DropdownMenu.RadioGroup>
    </Menu>
  );
};
