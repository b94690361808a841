import { useSingleKeys } from "../../app/keyboard.ts";
import { themes, useTheme } from "../../app/theme.ts";
import { Section } from "../../ui/parts.tsx";

/** What this reader likes, kept in this browser. */
export const Preferences = () => {
  const [theme, setTheme] = useTheme();
  const [keys, setKeys] = useSingleKeys();
  return (
    <Section title="This browser" id="browser">
      <div className="card">
        <fieldset className="settings-choice">
          <legend>Theme</legend>
          {themes.map(([value, word]) => (
            <label key={value}>
              <input type="radio" name="theme" checked={theme === value} onChange={() => setTheme(value)} />{" "}
              {word}
            </label>
          ))}
        </fieldset>
        <label className="settings-check">
          <input type="checkbox" checked={keys} onChange={(event) => setKeys(event.target.checked)} /> Keys of
          one character
          <span className="hint">
            {" "}
            such as <kbd>?</kbd> and <kbd>g</kbd> <kbd>t</kbd>. <kbd>Ctrl</kbd> <kbd>K</kbd> always works.
          </span>
        </label>
      </div>
    </Section>
  );
};
