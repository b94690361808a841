const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);
const words: Record<string, string> = {
  mod: isApple ? "⌘" : "Ctrl",
  " ": "Space",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
};

/** Keys as they are written on a keyboard: "g t" is one after the other, "mod+k" both at once. */
export const Keys = ({ of }: { of: string }) => (
  <span className="keys">
    {(of === " " ? [of] : of.split(" ")).map((chord, at) => (
      <span key={at}>
        {at > 0 ? " then " : ""}
        {(chord.length > 1 ? chord.split("+") : [chord]).map((key, n) => (
          <kbd key={n}>{words[key] ?? (key.length === 1 && chord.length > 1 ? key.toUpperCase() : key)}</kbd>
        ))}
      </span>
    ))}
  </span>
);
