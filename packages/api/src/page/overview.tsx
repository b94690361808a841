import type { Escalation, Settings, TaskSummary } from "@gradus/core";
import type { HealthReport, TargetView } from "../views/status.ts";
import type { Stats } from "../views/stats.ts";
import { Break } from "./break.tsx";
import { Ago, Empty, Form, Layout, Lead, Said, TaskTable } from "./parts.tsx";
import type { Site } from "./site.ts";
import { TargetCard } from "./target-card.tsx";
import { ago, duration, many, type Mark, percent, person, phaseWord, tookOf } from "./words.ts";

export interface Overview {
  health: HealthReport;
  settings: Settings;
  targets: readonly TargetView[];
  open: readonly TaskSummary[];
  fixes: readonly TaskSummary[];
  waiting: readonly Escalation[];
  stats: Stats;
  note?: string | undefined;
}

/** The one sentence that says how things stand. */
export function headline(of: Overview): Mark & { more: string } {
  const { health, targets, open, waiting, settings } = of;
  const failing = targets.filter((t) => t.state === "failing");
  const [first] = waiting;
  const looked = Math.max(0, ...targets.map((t) => t.checkedAt ?? 0));
  const checked = looked === 0 ? "not checked yet" : `last check ${ago(looked, health.now)}`;
  const state = `${many(targets.length, "target")}, ${checked}`;
  if (settings.paused)
    return {
      tone: "wait",
      icon: "■",
      word: "Paused: Gradus watches, and acts on nothing",
      more: `By ${person(settings.paused.by)} ${ago(settings.paused.at, health.now)}: ${settings.paused.reason}. ${state}`,
    };
  if (first)
    return {
      tone: "bad",
      icon: "!",
      word:
        waiting.length === 1
          ? `1 problem needs you: ${first.title}`
          : `${waiting.length} problems need you, first of all: ${first.title}`,
      more: state,
    };
  if (open.length > 0)
    return {
      tone: "busy",
      icon: "↻",
      word: `Gradus is working on ${many(open.length, "problem")}: ${open[0]?.title ?? ""}`,
      more: state,
    };
  if (failing.length > 0)
    return {
      tone: "busy",
      icon: "▲",
      word: `${failing.map((t) => t.id).join(", ")} ${failing.length === 1 ? "is" : "are"} failing; Gradus is making sure before it acts`,
      more: state,
    };
  if (targets.some((t) => t.state === "unknown"))
    return { tone: "calm", icon: "○", word: "Looking at everything for the first time …", more: state };
  return { tone: "good", icon: "✓", word: `All healthy, ${checked}`, more: many(targets.length, "target") };
}

export const OverviewPage = ({ site, of }: { site: Site; of: Overview }) => {
  const said = headline(of);
  const { now } = of.health;
  return (
    <Layout title={said.word} here="/" site={site} note={of.note}>
      <Lead id="status" live mark={said} title={said.word} side={<Switch site={site} of={of} />}>
        <p>
          {said.more}
          {of.health.observeOnly ? ". Observing only: Gradus proposes, and acts on nothing" : ""}
        </p>
      </Lead>
      <section
        id="problems"
        data-live
        aria-label="Problems of Gradus itself"
        hidden={of.health.problems.length === 0}
      >
        {of.health.problems.map((p) => (
          <p class="say bad">{p}</p>
        ))}
      </section>
      <section id="needs" data-live aria-labelledby="needs-title" hidden={of.waiting.length === 0}>
        <h2 id="needs-title">Needs you</h2>
        <ul class="cards">
          {of.waiting.map((e) => (
            <li class={`card ${e.kind === "help" ? "bad" : "wait"}`}>
              <h3>
                <a href={`/escalations/${e.id}`}>
                  <Said text={e.title} />
                </a>
              </h3>
              <p class="small text">
                <Said text={e.summary} max={280} />
              </p>
              <p class="soft small">
                {e.severity}, <Ago at={e.openedAt} now={now} />
              </p>
            </li>
          ))}
        </ul>
      </section>
      <section id="targets" data-live aria-labelledby="targets-title">
        <h2 id="targets-title">Targets</h2>
        {of.targets.length === 0 ? (
          <Empty>Nothing is watched yet: name something in targets.yaml.</Empty>
        ) : (
          <ul class="cards">
            {[...of.targets].sort(worstFirst).map((t) => (
              <TargetCard
                site={site}
                t={t}
                now={now}
                pausedAlone={of.settings.pausedTargets[t.id] !== undefined}
              />
            ))}
          </ul>
        )}
      </section>
      <section id="open" data-live aria-labelledby="open-title">
        <h2 id="open-title">Open tasks</h2>
        {of.open.length === 0 ? <Empty>Nothing is open.</Empty> : <TaskTable tasks={of.open} now={now} />}
      </section>
      <section id="fixes" data-live aria-labelledby="fixes-title">
        <h2 id="fixes-title">Last fixes</h2>
        {of.fixes.length === 0 ? <Empty>Nothing was fixed yet.</Empty> : <Fixes fixes={of.fixes} now={now} />}
      </section>
      <Numbers stats={of.stats} />
      {site.api.demo ? <Break site={site} faults={site.api.demo.faults} /> : null}
    </Layout>
  );
};

const weight = { failing: 0, unknown: 1, healthy: 2 } as const;
const worstFirst = (a: TargetView, b: TargetView): number =>
  weight[a.state] - weight[b.state] || (a.id < b.id ? -1 : 1);

const Switch = ({ site, of }: { site: Site; of: Overview }) =>
  of.settings.paused ? (
    <Form site={site} to="/resume">
      <button class="primary">Resume</button>
    </Form>
  ) : (
    <Form site={site} to="/pause">
      <button>Pause all actions</button>
    </Form>
  );

const Fixes = ({ fixes, now }: { fixes: readonly TaskSummary[]; now: number }) => (
  <div class="scroll">
    <table class="stack">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Fixed in</th>
          <th scope="col">By</th>
          <th scope="col">Time to fix</th>
          <th scope="col">When</th>
        </tr>
      </thead>
      <tbody>
        {fixes.map((t) => (
          <tr>
            <td class="wide">
              <a href={`/tasks/${t.id}`}>
                <Said text={t.title} />
              </a>
            </td>
            <td class="num" data-label="Fixed in">
              {t.status === "fixed" ? `phase ${t.phase}, ${phaseWord(t.phase)}` : "by a person"}
            </td>
            <td data-label="By">{t.lastAction?.runbook ?? <span class="soft">no runbook</span>}</td>
            <td class="num" data-label="Time to fix">
              {tookOf(t)}
            </td>
            <td class="num" data-label="When">
              <Ago at={t.closedAt ?? t.updatedAt} now={now} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const Numbers = ({ stats }: { stats: Stats }) => {
  const all = stats.timeToFix.all;
  const numbers: Array<[string, string]> = [
    ["fixed without a person", stats.autoFixRate === undefined ? "–" : percent(stats.autoFixRate)],
    ["came to a person", stats.escalationRate === undefined ? "–" : percent(stats.escalationRate)],
    ["time to fix, median", all ? duration(all.medianMs) : "–"],
    ["time to fix, 9 of 10", all ? `≤ ${duration(all.p90Ms)}` : "–"],
    ["fixed in phase 1 / 2 / 3", `${stats.fixed[1]} / ${stats.fixed[2]} / ${stats.fixed[3]}`],
    ["patterns learned", String(stats.patterns.total)],
  ];
  return (
    <section id="numbers" data-live aria-labelledby="numbers-title">
      <h2 id="numbers-title">Numbers</h2>
      <dl class="numbers">
        {numbers.map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="soft small above">
        Over {stats.window.complete ? "all" : "the newest"} {many(stats.window.closed, "closed task")} and{" "}
        {stats.open} open.
      </p>
    </section>
  );
};
