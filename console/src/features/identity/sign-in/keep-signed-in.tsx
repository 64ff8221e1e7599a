import { useState } from 'react';
import { endsWithBrowser, setEndsWithBrowser } from '../../../api/cookies';
import { CheckField } from '../../../ui/checkbox';

/** Whether this browser stays signed in when it is closed, whichever way in is taken. */
export const KeepSignedIn = () => {
  const [keeps, setKeeps] = useState(!endsWithBrowser());
  return (
    <CheckField
      className="text-sm"
      checked={keeps}
      onChange={({ target }) => {
        setEndsWithBrowser(!target.checked);
        setKeeps(target.checked);
      }}
    >
      Keep me signed in
    </CheckField>
  );
};
