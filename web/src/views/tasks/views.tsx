import { useState } from "react";
import { Link } from "wouter";
import { Ask } from "../../ui/ask.tsx";
import { formatAsked, type Asked } from "./address.ts";
import { builtIn, useViews, withView } from "./saved.ts";

/** Lists with a name: a few that everybody needs, and the reader's own. */
export const Views = ({ asked }: { asked: Asked }) => {
  const [own, setOwn] = useViews();
  const [naming, setNaming] = useState(false);
  const here = formatAsked(asked);
  const isKnown = [...builtIn, ...own].some(({ query }) => query === here);
  return (
    <nav aria-label="Saved views" className="tasks-views">
      <ul>
        {builtIn.map(({ name, query }) => (
          <li key={name}>
            <Link href={`/tasks${query}`} {...(query === here ? { "aria-current": "page" } : {})}>
              {name}
            </Link>
          </li>
        ))}
        {own.map(({ name, query }) => (
          <li key={`own ${name}`} className="tasks-own">
            <Link href={`/tasks${query}`} {...(query === here ? { "aria-current": "page" } : {})}>
              {name}
            </Link>
            <button
              className="quiet slim"
              aria-label={`Delete the view ${name}`}
              onClick={() => setOwn((views) => views.filter((one) => one.name !== name))}
            >
              ✕
            </button>
          </li>
        ))}
        {isKnown ? null : (
          <li>
            <button className="slim" onClick={() => setNaming(true)}>
              Save this view
            </button>
          </li>
        )}
      </ul>
      {naming ? (
        <Ask
          title="Save this view"
          verb="Save"
          words={{ label: "Name", needed: true, line: true, hint: "It is kept in this browser." }}
          onClose={() => setNaming(false)}
          onSay={(name) => {
            setOwn((views) => withView(views, { name, query: here }));
            setNaming(false);
          }}
        />
      ) : null}
    </nav>
  );
};
