import { actionKey, redact, type Action, type TaskSummary } from "@gradus/core";
import type { Child, PropsWithChildren } from "hono/jsx";
import type { Site } from "./site.ts";
import {
  ago,
  clockTime,
  duration,
  type Mark,
  phaseWord,
  resultMark,
  statusMark,
  tookOf,
  utc,
} from "./words.ts";

const places = [
  ["/", "Overview"],
  ["/tasks", "Tasks"],
  ["/escalations", "Escalations"],
  ["/patterns", "Patterns"],
  ["/mail", "Mail"],
  ["/audit", "Audit"],
] as const;

/** A whole document. `here` is the place in the navigation; without a site there is none (signed links, errors). */
export const Layout = ({
  title,
  here,
  note,
  site,
  children,
}: PropsWithChildren<{ title: string; here?: string; note?: string | undefined; site?: Site }>) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{`${title} · Gradus`}</title>
      <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="/style.css" />
      {site ? <script src="/live.js" defer></script> : null}
    </head>
    <body>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <header class="top">
        <div class="wrap">
          {site ? (
            <a class="brand" href="/">
              Gradus
            </a>
          ) : (
            <span class="brand">Gradus</span>
          )}
          {site ? (
            <nav aria-label="Main">
              <ul>
                {places.map(([href, word]) => (
                  <li>
                    <a href={href} {...(href === here ? { "aria-current": "page" } : {})}>
                      {word}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          ) : null}
        </div>
      </header>
      <main id="main" class="wrap">
        <p id="announce" class="sr" aria-live="polite"></p>
        <p id="offline" class="say bad" role="status" hidden>
          Gradus does not answer. What you see is what it said last.
        </p>
        {note === undefined ? null : (
          <p class="say" role="status">
            {note}
          </p>
        )}
        {children}
      </main>
      <footer class="wrap">
        {site ? `Gradus ${site.api.version} · times are UTC` : "Gradus · times are UTC"}
      </footer>
    </body>
  </html>
);

export const Badge = ({ mark }: { mark: Mark }) => (
  <span class={`mark ${mark.tone}`}>
    <span aria-hidden="true">{mark.icon}</span>
    {mark.word}
  </span>
);

export const Ago = ({ at, now }: { at: number; now: number }) => (
  <time datetime={new Date(at).toISOString()} title={utc(at)}>
    {ago(at, now)}
  </time>
);

export const Clock = ({ at }: { at: number }) => (
  <time datetime={new Date(at).toISOString()} title={utc(at)}>
    {clockTime(at)}
  </time>
);

/** Words of people or machines from outside: secrets out, control characters visible. */
export const Said = ({ text, max = 2_000 }: { text: string; max?: number }) => <>{redact(text, max)}</>;

export const Exact = ({ action }: { action: Action }) => <code class="exact">{actionKey(action)}</code>;

/** A form of ours. */
export const Form = ({
  site,
  to,
  fields = {},
  kind = "",
  children,
}: PropsWithChildren<{ site: Site; to: string; fields?: Record<string, string>; kind?: string }>) => (
  <form method="post" action={to} class={kind}>
    <input type="hidden" name="csrf" value={site.csrf} />
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    {children}
  </form>
);

export const Empty = ({ children }: PropsWithChildren) => <p class="empty">{children}</p>;

export const Lead = ({
  mark,
  title,
  id,
  live = false,
  children,
  side,
}: PropsWithChildren<{
  mark: Pick<Mark, "tone" | "icon">;
  title: string;
  id: string;
  live?: boolean;
  side?: Child;
}>) => (
  <div id={id} class={`lead ${mark.tone}`} {...(live ? { "data-live": "" } : {})}>
    <div>
      <h1>
        <span class="icon" aria-hidden="true">
          {mark.icon}
        </span>
        {title}
      </h1>
      {children}
    </div>
    {side}
  </div>
);

/** Tasks as a table that becomes a list on a narrow screen. */
export const TaskTable = ({ tasks, now }: { tasks: readonly TaskSummary[]; now: number }) => (
  <div class="scroll">
    <table class="stack">
      <thead>
        <tr>
          <th scope="col">Task</th>
          <th scope="col">State</th>
          <th scope="col">Phase</th>
          <th scope="col">Last action</th>
          <th scope="col">Took</th>
          <th scope="col">First seen</th>
        </tr>
      </thead>
      <tbody>
        {tasks.map((t) => (
          <tr>
            <td class="wide">
              <a href={`/tasks/${t.id}`}>
                <Said text={t.title} />
              </a>
            </td>
            <td>
              <Badge mark={statusMark(t.status)} />
            </td>
            <td class="num" data-label="Phase">
              {t.phase} {phaseWord(t.phase)}
            </td>
            <td data-label="Last action">
              {t.lastAction ? (
                <>
                  {t.lastAction.runbook} <Badge mark={resultMark(t.lastAction.result)} />
                </>
              ) : (
                <span class="soft">none</span>
              )}
            </td>
            <td class="num" data-label="Took">
              {t.closedAt === undefined ? duration(now - t.firstSeenAt) : tookOf(t)}
            </td>
            <td class="num" data-label="First seen">
              <Ago at={t.firstSeenAt} now={now} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
