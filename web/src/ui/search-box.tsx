import { useEffect, useRef, useState } from "react";
import { useKeys } from "../app/keys.tsx";

const SETTLED_MS = 200;

/** A field that searches what is on the page, focused by "/"; it tells when typing has come to rest. */
export const SearchBox = ({
  label,
  value,
  onSearch,
}: {
  label: string;
  value: string;
  onSearch: (text: string) => void;
}) => {
  const [text, setText] = useState(value);
  const [told, setTold] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  // Changed from elsewhere (back, a link, a button that clears it): that counts.
  if (value !== told) {
    setTold(value);
    setText(value);
  }
  useEffect(() => {
    if (text === told) return;
    const timer = setTimeout(() => {
      setTold(text);
      onSearch(text);
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text, told, onSearch]);
  useKeys([{ keys: "/", says: label, do: () => field.current?.focus() }]);
  return (
    <label className="search-box">
      <span className="sr">{label}</span>
      <input
        ref={field}
        type="search"
        placeholder={`${label} ( / )`}
        maxLength={100}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") field.current?.blur();
        }}
      />
    </label>
  );
};
