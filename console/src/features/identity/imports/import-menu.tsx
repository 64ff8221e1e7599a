import { FileUp, History, Upload } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../ui/button';
import { Menu, MenuItem } from '../../../ui/menu';
import { ImportDialog } from './import-dialog';
import { PastImportsDialog } from './past-imports-dialog';

/** Takes a file of people in, or shows what became of former ones. */
export const ImportMenu = () => {
  const [shown, setShown] = useState<'new' | 'past'>();
  const close = () => setShown(undefined);
  return (
    <>
      <Menu
        trigger={
          <Button>
            <Upload aria-hidden /> Import
          </Button>
        }
      >
        <MenuItem onSelect={() => setShown('new')}>
          <FileUp aria-hidden /> From a file
        </MenuItem>
        <MenuItem onSelect={() => setShown('past')}>
          <History aria-hidden /> Past imports
        </MenuItem>
      </Menu>
      <ImportDialog open={shown === 'new'} onClose={close} />
      {shown === 'past' && <PastImportsDialog onClose={close} />}
    </>
  );
};
