import type { ComponentProps } from 'react';
import { type Language, languages } from '@gatehouse/contracts/language/locale';
import { Select } from '../select';

/** What each language calls itself. */
const names: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
};

interface Props extends Omit<ComponentProps<typeof Select>, 'value' | 'onChange'> {
  /** A locale such as `de-AT`, also one that Gatehouse has no texts in; empty for none. */
  readonly value: string;
  readonly onChoose: (locale: string) => void;
  /** What choosing none is called, where that can be chosen. */
  readonly none?: string;
}

/** One of the languages that Gatehouse writes in. */
export const LanguageSelect = ({ value, onChoose, none, ...props }: Props) => {
  const isOther = value !== '' && !languages.some((language) => language === value);
  return (
    <Select {...props} value={value} onChange={({ target }) => onChoose(target.value)}>
      {none !== undefined && <option value="">{none}</option>}
      {languages.map((language) => (
        <option key={language} value={language} lang={language}>
          {names[language]}
        </option>
      ))}
      {isOther && <option>{value}</option>}
    </Select>
  );
};
