import { useQuery } from "@tanstack/react-query";
import { lazy, type PropsWithChildren, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import { useApi } from "../api/use-api.ts";
import { useWho } from "../api/use-who.ts";
import { person } from "../text/words.ts";
import { Boundary } from "../ui/boundary.tsx";
import { Menu } from "../ui/menu.tsx";
import { useToasts } from "../ui/toasts.tsx";
import { useExact } from "../ui/when.tsx";
import { Banner } from "./banner.tsx";
import { useBadge } from "./badge.ts";
import { useKeys } from "./keys.tsx";
import { KillSwitch } from "./kill-switch.tsx";
import { places } from "./routes.tsx";
import { themes, useTheme } from "./theme.ts";
import { Updated } from "./updated.tsx";

const Palette = lazy(async () => ({ default: (await import("./late.ts")).Palette }));
const Help = lazy(async () => ({ default: (await import("./late.ts")).Help }));

/** What is around every view: where one can go, how fresh it is, the kill switch, and what is wrong with the page itself. */
export const Shell = ({ children }: PropsWithChildren) => {
  const { queries, config, session } = useApi();
  const [location, go] = useLocation();
  const [open, setOpen] = useState<"palette" | "help">();
  const { data: health } = useQuery(queries.health());
  const [theme, setTheme] = useTheme();
  const { actor, role } = useWho();
  const { say } = useToasts();
  const [exact, turnExact] = useExact();
  useBadge(health?.openTasks, health?.openTasksMore);
  const nav = useRef<HTMLElement>(null);
  // On a phone the row of places is wider than the screen.
  useEffect(() => {
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [location]);
  // On AWS mail is sent, and nothing lies here.
  const shown = useMemo(() => places.filter(([path]) => path !== "/mail" || config.events), [config]);
  useKeys([
    { keys: "?", says: "Show this help", everywhere: true, do: () => setOpen("help") },
    {
      keys: "mod+k",
      says: "Go to anything, do anything",
      everywhere: true,
      do: () => setOpen("palette"),
    },
    { keys: "/", says: "Search: for anything", everywhere: true, do: () => setOpen("palette") },
    ...shown.map(([path, word, key]) => ({
      keys: `g ${key}`,
      says: `Go to ${word}`,
      everywhere: true as const,
      do: () => go(path),
    })),
  ]);
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="top">
        <div className="wrap">
          <Link className="brand" href="/">
            <img src="/icon.svg" alt="" width="20" height="20" /> Gradus
          </Link>
          {config.events ? null : <span className="soft small">{config.stage}</span>}
          <nav aria-label="Main" ref={nav}>
            <ul>
              {shown.map(([path, word]) => (
                <li key={path}>
                  <Link href={path} {...(isAt(location, path) ? { "aria-current": "page" } : {})}>
                    {word}
                    {path === "/tasks" && health && health.openTasks > 0 ? (
                      <span className="count">
                        {health.openTasks}
                        <span className="sr"> open</span>
                      </span>
                    ) : null}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          <div className="tools">
            <KillSwitch />
            <button
              onClick={() => setOpen("palette")}
              aria-label="Search and commands (Ctrl K)"
              title="Ctrl K"
            >
              <span aria-hidden="true">⌕</span>
            </button>
            <Menu
              label="Theme, keys and sign-in"
              face={<span aria-hidden="true">☰</span>}
              items={[
                { kind: "note", text: `${person(actor)} · ${role}` },
                { kind: "choose", of: themes, value: theme, choose: setTheme },
                { kind: "rule" },
                { kind: "do", word: exact ? "Show how long ago" : "Show exact times", do: turnExact },
                { kind: "do", word: "Keys and help", do: () => setOpen("help") },
                ...(session ? [{ kind: "do", word: "Sign out", do: () => session.leave() } as const] : []),
              ]}
            />
          </div>
        </div>
      </header>
      <main id="main" className="wrap" tabIndex={-1}>
        <Banner />
        {children}
      </main>
      <footer className="wrap">
        <Updated /> <span>Gradus {health?.version ?? ""}</span>
      </footer>
      <Boundary
        key={open}
        onFault={() => {
          setOpen(undefined);
          say("This cannot be opened: it could not be loaded. Reload the page.", "bad");
        }}
      >
        <Suspense>
          {open === "palette" ? (
            <Palette onClose={() => setOpen(undefined)} onHelp={() => setOpen("help")} />
          ) : null}
          {open === "help" ? <Help onClose={() => setOpen(undefined)} /> : null}
        </Suspense>
      </Boundary>
    </>
  );
};

const isAt = (location: string, path: string): boolean =>
  path === "/" ? location === "/" : location === path || location.startsWith(`${path}/`);
