import { useEffect } from 'react';

/**
 * Stands in for the package `react-style-singleton`, which Radix uses to lock scrolling behind
 * dialogs and menus: constructed style sheets instead of `<style>` tags, because the content
 * security policy (`style-src 'self'`) refuses the tags.
 */
export const stylesheetSingleton = () => {
  let users = 0;
  let sheet: CSSStyleSheet | undefined;
  return {
    add: (css: string) => {
      users += 1;
      if (sheet) return;
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets.push(sheet);
    },
    remove: () => {
      users -= 1;
      if (users > 0 || !sheet) return;
      const gone = sheet;
      sheet = undefined;
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((kept) => kept !== gone);
    },
  };
};

export const styleHookSingleton = () => {
  const sheet = stylesheetSingleton();
  return (css: string, isDynamic?: boolean) => {
    useEffect(() => {
      sheet.add(css);
      return sheet.remove;
      // oxlint-disable-next-line react-hooks/exhaustive-deps -- as in the original: only dynamic styles follow changes
    }, [css && isDynamic]);
  };
};

export const styleSingleton = () => {
  const useStyle = styleHookSingleton();
  return ({ styles, dynamic }: { styles: string; dynamic?: boolean }) => {
    useStyle(styles, dynamic);
    return null;
  };
};
