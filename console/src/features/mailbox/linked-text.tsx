const address = /https?:\/\/[^\s<>"]+/g;

/** Text with its addresses as links. Anything else stays text: mail is not trusted. */
export const LinkedText = ({ text }: { text: string }) => {
  const links = [...text.matchAll(address)];
  let from = 0;
  const parts = links.map((match) => {
    const before = text.slice(from, match.index);
    from = match.index + match[0].length;
    return (
      <span key={match.index}>
        {before}
        <a
          href={match[0]}
          className="text-accent-text rounded-sm underline underline-offset-2"
          rel="noreferrer"
        >
          {match[0]}
        </a>
      </span>
    );
  });
  return (
    <p className="wrap-anywhere whitespace-pre-wrap">
      {parts}
      {text.slice(from)}
    </p>
  );
};
