import {
  actionKey,
  type Action,
  type ApplyOutcome,
  type Diagnostics,
  type Hands,
  type Look,
  type Observation,
  parseTarget,
  type RunbookCard,
  type Signal,
  symptomOf,
  type Target,
  type Watcher,
} from "@gradus/core";
import * as z from "zod";
import type { StoryClock } from "./story-clock.ts";

export type TargetDraft = Partial<Parameters<typeof parseTarget>[0]> & { id: string };

/** Something that was done to a target, from its begin to its end; no end: Gradus was killed in the middle. */
export interface Deed {
  target: string;
  what: string;
  kind: "apply" | "undo";
  task: string;
  attempt: number;
  from: number;
  to?: number;
}

type Effect = (outside: Outside, target: string) => Partial<ApplyOutcome> | void;

const card = (id: string, more: Partial<RunbookCard> = {}): RunbookCard => ({
  id,
  title: id,
  purpose: `${id} it`,
  risk: "disruptive",
  level: "restart",
  addresses: ["crash"],
  params: z.strictObject({}),
  undoable: false,
  predicts: "it is well again",
  lasting: true,
  ...more,
});

/** The whole action space of these stories. */
const CARDS: readonly RunbookCard[] = [
  card("restart"),
  card("reload", { risk: "reversible", level: "soften" }),
  card("restore", { risk: "reversible", level: "restore", undoable: true }),
  card("pause", { risk: "reversible", level: "isolate", undoable: true, lasting: false }),
  card("wipe", { risk: "destructive", level: "restart_clean" }),
];

/**
 * What Gradus looks at and acts on, scripted: targets with the symptoms they show, and what each action changes. It stays when
 * Gradus is killed.
 */
export class Outside implements Watcher, Hands, Diagnostics {
  readonly targets: Target[];
  readonly deeds: Deed[] = [];
  readonly diagnosed: string[][] = [];
  looks = 0;
  /** Nothing can be observed at all. */
  blind = false;
  /** Targets that were changed since they were last well. */
  readonly changed = new Set<string>();
  /** The version that drift shows of those. */
  readonly versions = new Map<string, number>();
  /** How long an action takes. */
  takesMs = 0;
  /** Runbooks whose preconditions do not hold, and why. */
  readonly unmet = new Map<string, string>();
  causeIsGone: (target: string, action: Action) => boolean | undefined = () => undefined;
  /** Since when the processes of targets run, where looks show them. */
  readonly startedAt = new Map<string, number>();
  /** What a look finds besides: also a place to throw from. */
  onLook: (target: string) => void = () => {};
  /** Who holds the target: read when an action begins. */
  holder: (target: string) => Promise<{ task: string; attempt: number } | undefined> = async () => undefined;
  readonly #symptoms = new Map<string, Set<string>>();
  readonly #effects = new Map<string, Effect>();
  readonly #undoes = new Map<string, Effect>();
  readonly #clock: StoryClock;
  #ids = 0;

  constructor(clock: StoryClock, targets: readonly TargetDraft[]) {
    this.#clock = clock;
    this.targets = targets.map((draft) =>
      parseTarget({
        software: "web",
        autonomy: { reversible: "auto", disruptive: "auto", destructive: "approve" },
        ...draft,
      }),
    );
  }

  /** The target begins to show a symptom, as `id` or `id|key`. */
  break(target: string, ...symptoms: string[]): void {
    const shown = this.#symptoms.get(target) ?? new Set();
    for (const symptom of symptoms) shown.add(symptom);
    this.#symptoms.set(target, shown);
  }

  /** The target is well (or only no longer shows some symptoms). */
  heal(target: string, ...symptoms: string[]): void {
    if (symptoms.length === 0) this.#symptoms.delete(target);
    for (const symptom of symptoms) this.#symptoms.get(target)?.delete(symptom);
  }

  isWell(target: string): boolean {
    return (this.#symptoms.get(target)?.size ?? 0) === 0;
  }

  /** What a runbook does to a target, from now on; without an effect it heals. */
  when(runbook: string, target: string, effect: Effect = (o, t) => o.heal(t)): void {
    this.#effects.set(`${runbook} ${target}`, effect);
  }

  whenUndone(runbook: string, target: string, effect: Effect): void {
    this.#undoes.set(`${runbook} ${target}`, effect);
  }

  applied(target?: string): string[] {
    return this.deeds
      .filter((d) => d.kind === "apply" && (target ?? d.target) === d.target)
      .map((d) => d.what);
  }

  undone(): string[] {
    return this.deeds.filter((d) => d.kind === "undo").map((d) => d.what);
  }

  look = async (target: Target): Promise<Look> => {
    this.looks++;
    this.onLook(target.id);
    const at = this.#clock.now();
    if (this.blind) return { at, observations: [], signals: [], healthy: false };
    const shown = [...(this.#symptoms.get(target.id) ?? [])];
    const seen = this.#observe(target, shown.length === 0);
    const signals = shown.map((text): Signal => {
      const [symptom = "", key] = text.split("|");
      const { source, severity, title } = symptomOf(symptom);
      const summary = `${target.id} ${title}`;
      const found = { source, target: target.id, symptom, severity, at, summary, evidence: [seen] };
      return key === undefined ? found : { ...found, key };
    });
    const healthy = !signals.some((s) => symptomOf(s.symptom).impact === "hard");
    return { at, observations: [seen, ...this.#processOf(target)], signals, healthy };
  };

  #processOf({ id }: Target): Observation[] {
    const startedAt = this.startedAt.get(id);
    if (startedAt === undefined) return [];
    const fact = { kind: "process", running: true, recentStarts: 1, startedAt } as const;
    const at = this.#clock.now();
    return [{ id: `seen-${++this.#ids}`, source: "service", target: id, at, text: "running", fact }];
  }

  #observe(target: Target, ok: boolean): Observation {
    const outcome = ok ? ("ok" as const) : ("status" as const);
    return {
      id: `seen-${++this.#ids}`,
      source: "http",
      target: target.id,
      at: this.#clock.now(),
      text: ok ? "answers" : "answers with 500",
      fact: { kind: "check", check: "0", type: "http", outcome, status: ok ? 200 : 500 },
    };
  }

  run = async (target: Target, which: readonly string[]): Promise<Observation[]> => {
    this.diagnosed.push([...which]);
    const note = { kind: "note" as const, topic: "diagnosed" };
    const at = this.#clock.now();
    const drift = {
      kind: "drift" as const,
      aspect: "version" as const,
      key: "version",
      expected: 1,
      actual: this.versions.get(target.id) ?? 2,
    };
    const found = { source: "diagnostic" as const, target: target.id, at };
    return [
      ...(which.includes("drift") && this.changed.has(target.id)
        ? [{ ...found, id: `drift-${++this.#ids}`, text: "changed", fact: drift }]
        : []),
      {
        ...found,
        id: `note-${++this.#ids}`,
        text: which.join(" "),
        fact: note,
      },
    ];
  };

  cards = (): readonly RunbookCard[] => CARDS;
  applicable = (): Action[] => CARDS.map(({ id }) => ({ runbook: id, params: {} }));
  check = async (_: Target, action: Action): Promise<string | undefined> => this.unmet.get(action.runbook);
  causeGone = async (target: Target, action: Action): Promise<boolean | undefined> =>
    this.causeIsGone(target.id, action);

  apply = (target: Target, action: Action): Promise<ApplyOutcome> =>
    this.#do("apply", target, action, this.#effects);
  undo = (target: Target, action: Action): Promise<ApplyOutcome> =>
    this.#do("undo", target, action, this.#undoes);

  async #do(
    kind: Deed["kind"],
    target: Target,
    action: Action,
    effects: ReadonlyMap<string, Effect>,
  ): Promise<ApplyOutcome> {
    const deed: Deed = {
      target: target.id,
      what: actionKey(action),
      kind,
      task: "",
      attempt: 0,
      from: this.#clock.now(),
    };
    this.deeds.push(deed);
    Object.assign(deed, await this.holder(target.id));
    if (this.takesMs > 0) await this.#clock.pause(this.takesMs);
    deed.to = this.#clock.now();
    const changed = effects.get(`${action.runbook} ${target.id}`)?.(this, target.id);
    return {
      result: "done",
      steps: [{ name: action.runbook, ok: true, output: "ok", ms: 1 }],
      undo: { was: "so" },
      ...changed,
    };
  }
}
