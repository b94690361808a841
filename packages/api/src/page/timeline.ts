import { actionKey, type Attempt, type Escalation, factsOf, type Observation, type Task } from "@gradus/core";
import { duration, percent, person, phaseWord, resultMark, type Mark, type Tone } from "./words.ts";

/** One thing that happened, on the one line of time of a task. */
export interface Moment {
  at: number;
  tone: Tone;
  title: string;
  mark?: Mark;
  /** The exact action. */
  exact?: string;
  lines: string[];
  /** Long lists, folded away. */
  more?: { summary: string; lines: string[] };
}

/** Everything about a task in the order of time: what was seen, thought, allowed, done, found, said. */
export function timelineOf(task: Task, evidence: readonly Observation[], escalation?: Escalation): Moment[] {
  const all = [...new Map([...task.observations, ...evidence].map((o) => [o.id, o])).values()];
  return [
    ...seen(task),
    ...evidenceMoments(all),
    ...driftMoments(all),
    ...thoughts(task),
    ...task.attempts.flatMap(attemptMoments),
    ...(escalation ? escalationMoments(escalation) : []),
    ...ended(task),
  ].sort((a, b) => a.at - b.at);
}

const seen = (task: Task): Moment[] => [
  {
    at: task.firstSeenAt,
    tone: "bad",
    title: `First seen by the ${task.source} detector: ${task.title}`,
    lines: [`${task.symptom}${task.key === undefined ? "" : ` (${task.key})`}, severity ${task.severity}`],
  },
  {
    at: task.openedAt,
    tone: "calm",
    title: `Confirmed after ${duration(task.openedAt - task.firstSeenAt)}, and opened as a task`,
    lines: task.relapseOf === undefined ? [] : [`A relapse of ${task.relapseOf}: its fix did not hold.`],
  },
  ...task.related.map((r): Moment => ({
    at: r.at,
    tone: "bad",
    title: `Also: ${r.summary}`,
    lines: [r.symptom],
  })),
];

/** Evidence of one minute and one kind of source belongs together. */
function evidenceMoments(all: readonly Observation[]): Moment[] {
  const groups = new Map<string, Observation[]>();
  for (const o of all) {
    if (o.fact.kind === "drift") continue;
    const kind = o.source === "diagnostic" ? "Diagnostics" : "Detectors";
    const key = `${kind}|${Math.floor(o.at / 10_000)}`;
    groups.set(key, [...(groups.get(key) ?? []), o]);
  }
  return [...groups.entries()].map(([key, group]) => ({
    at: Math.max(...group.map((o) => o.at)),
    tone: "calm",
    title: `Evidence: ${key.split("|")[0] ?? ""} saw ${group.length === 1 ? "one thing" : `${group.length} things`}`,
    lines: [],
    more: { summary: "Show what was seen", lines: group.map((o) => `${o.source}: ${o.text}`) },
  }));
}

function driftMoments(all: readonly Observation[]): Moment[] {
  const drift = factsOf(all, "drift");
  if (drift.length === 0) return [];
  const lines = drift.map(
    ({ fact }) => `${fact.aspect} ${fact.key}: was ${String(fact.expected)}, is ${String(fact.actual)}`,
  );
  const changed = drift.flatMap(({ fact }) => fact.changedAt ?? []);
  const when = changed.length === 0 ? Math.min(...drift.map((o) => o.at)) : Math.max(...changed);
  return [
    {
      at: when,
      tone: "wait",
      title: "Changed since it was last healthy",
      lines: [...new Set(lines)],
    },
  ];
}

/** What was thought is in the audit chain with its time; the words are in the verdicts. */
function thoughts(task: Task): Moment[] {
  return task.audit.flatMap((event): Moment[] => {
    const text = (name: string): string => words(event.data[name]);
    switch (event.type) {
      case "phase.ended":
        return [
          {
            at: event.at,
            tone: "calm",
            title: `Phase ${text("phase")} (${phaseWord(Number(event.data["phase"]))}) had nothing to do; on to phase ${text("next")}`,
            lines: [text("why")],
          },
        ];
      case "verdict.given": {
        const expert = event.actor.replace(/^expert:/, "");
        const verdict = task.verdicts.find((v) => v.expert === expert);
        const confidence = typeof event.data["confidence"] === "number" ? event.data["confidence"] : 0;
        return [
          {
            at: event.at,
            tone: "busy",
            title: `${expert}: ${text("faultClass").replaceAll("_", " ")} in ${text("component")} (${percent(confidence)} sure)`,
            exact: event.data["action"] === null ? "do nothing" : text("action"),
            lines: verdict
              ? [verdict.reasoning, ...(verdict.predicts ? [`Predicts: ${verdict.predicts}`] : [])]
              : [],
          },
        ];
      }
      case "consensus.reached":
        return [{ at: event.at, tone: "busy", title: `Vote: ${text("summary")}`, lines: [] }];
      case "approval.requested":
        return [
          {
            at: event.at,
            tone: "wait",
            title: "Asked a person for approval",
            exact: text("action"),
            lines: [text("reason")],
          },
        ];
      case "action.approved":
        return [{ at: event.at, tone: "good", title: `Approved by ${person(event.actor)}`, lines: [] }];
      case "action.rejected":
        return [
          { at: event.at, tone: "bad", title: `Rejected by ${person(event.actor)}`, lines: [text("notes")] },
        ];
      case "task.escalated":
        return [{ at: event.at, tone: "bad", title: "Handed to people", lines: [text("why")] }];
      case "task.handed-back":
        return [
          { at: event.at, tone: "busy", title: `Given back to Gradus by ${person(event.actor)}`, lines: [] },
        ];
      case "fix.relapsed":
        return [{ at: event.at, tone: "bad", title: "The fix did not hold: the fault came back", lines: [] }];
      default:
        return [];
    }
  });
}

function attemptMoments(a: Attempt): Moment[] {
  const done: Moment = {
    at: a.startedAt,
    tone: a.outcome?.result === "failed" ? "bad" : "busy",
    title: `Attempt ${a.n}, phase ${a.phase} (${phaseWord(a.phase)})`,
    exact: actionKey(a.action),
    lines: [
      `Why: ${a.reason}`,
      `Proposed by ${a.proposedBy}, for ${a.faultClass.replaceAll("_", " ")}, ${percent(a.confidence)} sure, ${a.risk}`,
      ...(a.warrant ? [`Allowed by ${person(a.warrant.by)}: ${a.warrant.reason}`] : []),
      ...(a.outcome?.reason === undefined ? [] : [`${a.outcome.result}: ${a.outcome.reason}`]),
      ...(a.outcome?.steps ?? []).map(
        (s) => `${s.ok ? "✓" : "✗"} ${s.name} (${duration(s.ms)})${s.output === "" ? "" : `: ${s.output}`}`,
      ),
    ],
  };
  const v = a.verification;
  const mark = resultMark(a.result);
  const checked: Moment[] = v
    ? [{ at: v.at, tone: mark.tone, title: "Verified", mark, lines: v.reasons }]
    : a.result === "running"
      ? []
      : [{ at: a.finishedAt ?? a.startedAt, tone: mark.tone, title: "Result", mark, lines: [] }];
  const undone: Moment[] = a.undo
    ? [
        {
          at: a.undo.at,
          tone: "wait",
          title: `Taken back: ${a.undo.result}`,
          lines: a.undo.steps.map((s) => `${s.ok ? "✓" : "✗"} ${s.name}`),
        },
      ]
    : [];
  return [done, ...checked, ...undone];
}

function escalationMoments(e: Escalation): Moment[] {
  const r = e.resolution;
  return [
    ...(e.remindedAt === undefined
      ? []
      : [{ at: e.remindedAt, tone: "calm" as const, title: `Reminder ${e.reminders} sent`, lines: [] }]),
    ...(r
      ? [
          {
            at: r.at,
            tone: r.kind === "rejected" || r.kind === "expired" ? ("wait" as const) : ("good" as const),
            title: `Answer of ${person(r.by)}: ${r.kind === "human" ? "dealt with" : r.kind}`,
            ...(r.action ? { exact: actionKey(r.action) } : {}),
            lines: r.notes === "" ? [] : [r.notes],
          },
        ]
      : []),
  ];
}

const ended = (task: Task): Moment[] =>
  task.closedAt === undefined
    ? []
    : [
        {
          at: task.closedAt,
          tone: task.status === "suppressed" ? "calm" : "good",
          title: `Closed ${duration(task.closedAt - task.firstSeenAt)} after it was first seen`,
          lines: task.outcome === undefined ? [] : [task.outcome],
        },
      ];

const words = (value: unknown): string =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
