import { useQuery } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { targetAt, taskAt } from "./addresses.ts";
import { told } from "../api/client.ts";
import { useApi } from "../api/use-api.ts";
import { useChange } from "../api/use-change.ts";
import { useWho } from "../api/use-who.ts";
import { stateMarks, statusMarks, visible } from "../text/words.ts";
import { caseOf, doneBy } from "../views/patterns/case.ts";
import { useSaveChain } from "../views/audit/export.tsx";
import type { Entry } from "./match.ts";
import { places } from "./routes.tsx";
import { themes, useTheme } from "./theme.ts";

/** These are many, and are shown only when something is typed. */
export const askedFor: ReadonlySet<string> = new Set(["Patterns", "Break something", "On targets"]);

/** Everything that can be gone to or done from here. `ask` is for what is paused or resumed: a target, or everything (""). */
export function useEntries({ onHelp, ask }: { onHelp: () => void; ask: (target: string) => void }): Entry[] {
  const { client, queries, config } = useApi();
  const [, go] = useLocation();
  const { may } = useWho();
  const [, setTheme] = useTheme();
  const { data: settings } = useQuery(queries.settings());
  const { data: { targets } = { targets: [] } } = useQuery(queries.targets());
  const { data: { tasks } = { tasks: [] } } = useQuery(queries.newest("open", 100));
  const { data: { patterns } = { patterns: [] } } = useQuery(queries.patterns());
  const { data: { faults } = { faults: [] } } = useQuery(queries.faults());
  const save = useSaveChain();
  const injure = useChange({
    do: (of: { target: string; type: string }) => told(client.test.anomaly.$post({ json: of })),
    said: ({ target, cause }) => `${target} is broken on purpose: ${cause}`,
  });
  const not = may("operator") ? {} : { not: "needs the role operator" };
  const pausedTargets = settings?.pausedTargets ?? {};
  return [
    ...tasks.map((task) => ({
      id: `task ${task.id}`,
      group: "Open tasks",
      word: visible(task.title),
      hint: statusMarks[task.status].word,
      also: `${task.id} ${task.target}`,
      do: () => go(taskAt(task.id)),
    })),
    ...places
      .filter(([path]) => path !== "/mail" || config.events)
      .map(([path, word, key]) => ({
        id: path,
        group: "Places",
        word,
        keys: `g ${key}`,
        also: "go to",
        do: () => go(path),
      })),
    {
      group: "Commands",
      ...(settings?.paused
        ? { id: "resume", word: "Resume everything …" }
        : { id: "pause", word: "Pause everything …", also: "stop kill switch" }),
      ...not,
      do: () => ask(""),
    },
    {
      id: "help",
      group: "Commands",
      word: "Keys and help",
      keys: "?",
      do: onHelp,
    },
    {
      id: "export",
      group: "Commands",
      word: "Export the system's audit",
      also: "json lines",
      do: () => save.run("system"),
    },
    ...themes.map(([theme, word]) => ({
      id: `theme ${theme}`,
      group: "Commands",
      word: `Theme: ${word.toLowerCase()}`,
      do: () => setTheme(theme),
    })),
    ...targets.map(({ id, state, software }) => ({
      id: `target ${id}`,
      group: "Targets",
      word: id,
      hint: stateMarks[state].word,
      also: software,
      do: () => go(targetAt(id)),
    })),
    ...targets.map(({ id }) => {
      const verb = Object.hasOwn(pausedTargets, id) ? "Resume" : "Pause";
      return {
        id: `${verb.toLowerCase()} ${id}`,
        group: "On targets",
        word: `${verb} ${id} …`,
        ...not,
        do: () => ask(id),
      };
    }),
    ...patterns.map((pattern) => ({
      id: `pattern ${pattern.id}`,
      group: "Patterns",
      word: visible(`${caseOf(pattern)} → ${doneBy(pattern)}`),
      also: pattern.features.join(" "),
      do: () => go(`/patterns?pattern=${encodeURIComponent(pattern.id)}`),
    })),
    ...faults.flatMap(({ id: type, title, targets }) =>
      targets.map((target) => ({
        id: `break ${target} ${type}`,
        group: "Break something",
        word: `Break ${target}: ${title.toLowerCase()}`,
        also: type,
        ...not,
        do: () => injure.run({ target, type }),
      })),
    ),
  ];
}
