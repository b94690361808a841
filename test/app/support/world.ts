import { type ApiContext, createApp, createLinks } from "@gradus/api";
import {
  actionKey,
  type Action,
  type CaseFile,
  type Context,
  type DomainEvent,
  type Hands,
  parseTarget,
  type Target,
  type Verdict,
} from "@gradus/core";
import { runbookCards } from "@gradus/targets";
import { manualClock } from "../../support/clock.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

export const HOST = "127.0.0.1:8888";
export const RESTART: Action = { runbook: "restart-service", params: {} };
export const ROLL_BACK: Action = { runbook: "roll-back-release", params: { to: "v41" } };

const verdict = (expert: string, file: CaseFile, action: Action | undefined): Verdict => ({
  expert,
  component: file.target.id,
  faultClass: "killed",
  cites: file.observations.map((o) => o.id).slice(0, 1),
  ...(action ? { action } : {}),
  predicts: "it answers",
  confidence: 0.9,
  reasoning: "The process is gone, and nothing else has changed.",
});

export interface World {
  api: ApiContext;
  app: ReturnType<typeof createApp>;
  core: Context;
  test: TestStore;
  /** What was answered to waiting states. */
  answers: Array<{ token: string; output: Record<string, unknown> }>;
  events: DomainEvent[];
  notified: string[];
  logged: string[];
  injected: string[];
  close(): Promise<void>;
}

type More = Partial<Omit<ApiContext, "access" | "core">> & {
  access?: Partial<ApiContext["access"]>;
  core?: Partial<Context>;
  /** In the place of the usual three. */
  watched?: readonly Target[];
  start?: number;
};

/** The app over the real store; only what is outside (watcher, hands, workflow engine, outbox) is made up. */
export async function openWorld(more: More = {}): Promise<World> {
  const test = await openTestStore(more.start === undefined ? {} : { clock: manualClock(more.start) });
  const { clock, crypto, store } = test;
  const answers: World["answers"] = [];
  const events: DomainEvent[] = [];
  const listeners = new Set<(event: DomainEvent) => void>();
  const notified: string[] = [];
  const logged: string[] = [];
  const injected: string[] = [];
  const targets = more.watched ?? [
    parseTarget({ id: "chatbot", software: "node", demo: true, dependsOn: ["database"] }),
    parseTarget({ id: "database", software: "postgres" }),
    parseTarget({ id: "worker", software: "node", demo: true }),
  ];
  const hands: Hands = {
    cards: () => runbookCards,
    applicable: () => [RESTART, ROLL_BACK],
    check: () => Promise.resolve(undefined),
    apply: () => Promise.reject(new Error("nothing acts in these tests")),
    undo: () => Promise.reject(new Error("nothing acts in these tests")),
    causeGone: () => Promise.resolve(undefined),
  };
  const expert = (id: string) => ({
    id,
    perspective: id,
    opine: (file: CaseFile) =>
      Promise.resolve(verdict(id, file, file.tabu.includes(actionKey(RESTART)) ? ROLL_BACK : RESTART)),
  });
  const core: Context = {
    clock,
    crypto,
    store,
    targets: { get: (id) => targets.find((t) => t.id === id), all: () => targets },
    watcher: { look: () => Promise.reject(new Error("nothing looks in these tests")) },
    diagnostics: { run: () => Promise.resolve([]) },
    baseliner: { capture: () => Promise.resolve(undefined), drift: () => Promise.resolve([]) },
    hands,
    proposeKnown: (file) => verdict("known-service", file, RESTART),
    researcher: expert("researcher"),
    panel: [expert("practitioner"), expert("sceptic"), expert("analyst")],
    workflows: {
      startRemediation: () => Promise.resolve(),
      answer: (token, output) => {
        answers.push({ token, output });
        return Promise.resolve(true);
      },
      heartbeat: () => Promise.resolve(true),
    },
    notify: {
      escalated: () => Promise.resolve(),
      reminded: () => Promise.resolve(),
      bundled: () => Promise.resolve(),
      resolved: (e) => {
        notified.push(e.id);
        return Promise.resolve();
      },
      unwell: () => Promise.resolve(),
      digest: () => Promise.resolve(),
      tested: (by) => {
        notified.push(`tested by ${by}`);
        return Promise.resolve();
      },
    },
    events: {
      publish: (event) => {
        events.push(event);
        for (const listener of listeners) listener(event);
        return Promise.resolve();
      },
    },
    limits: { perTargetHour: 10, perFleetHour: 60 },
    observeOnly: false,
    pause: () => Promise.resolve(),
    log: (level, message) => void logged.push(`${level}: ${message}`),
    ...more.core,
  };
  const { access, core: _core, start: _start, watched: _watched, ...rest } = more;
  const viewOf = (t: Target) => ({
    id: t.id,
    software: t.software,
    state: "healthy" as const,
    paused: false,
    checkedAt: clock.now() - 3_000,
    symptoms: [],
    degraded: [],
    autonomy: t.autonomy,
    dependsOn: t.dependsOn,
    intervalMs: t.intervalMs,
    demo: t.demo,
  });
  const startedAt = clock.now() - 60_000;
  const api: ApiContext = {
    core,
    version: "0.1.0",
    health: async () => ({
      status: "ok",
      version: "0.1.0",
      startedAt,
      now: clock.now(),
      problems: [],
      paused: (await store.settings.read()).paused !== undefined,
      observeOnly: false,
      targets: targets.length,
      openTasks: 0,
    }),
    targets: () => Promise.resolve(targets.map(viewOf)),
    target: (id) => Promise.resolve(targets.filter((t) => t.id === id).map(viewOf)[0]),
    series: () => Promise.resolve([]),
    possible: () => [RESTART.runbook, ROLL_BACK.runbook],
    execution: (name) =>
      Promise.resolve({
        name,
        status: "RUNNING",
        states: ["Await human"],
        history: [
          { id: 1, type: "TaskScheduled", parameters: '{"token":"secret-token"}', token: "secret-token" },
        ],
      }),
    demo: {
      faults: [
        { id: "high_memory", title: "uses too much memory", targets: ["chatbot", "worker"] },
        { id: "kill", title: "is killed", targets: ["chatbot"] },
      ],
      inject: (target, type) => {
        injected.push(`${target}:${type}`);
        return Promise.resolve({ cause: `${type} was done to ${target}` });
      },
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    links: createLinks({
      crypto,
      key: "a key that nobody knows",
      baseUrl: () => `http://${HOST}`,
      now: () => clock.now(),
    }),
    baseUrl: `http://${HOST}`,
    mail: {
      via: "outbox",
      from: "gradus@example.org",
      to: [
        { address: "ada@example.org", zone: "Europe/Berlin" },
        { address: "bob@example.org", zone: "UTC" },
      ],
    },
    ...rest,
    access: { hosts: [HOST], ...access },
  };
  return {
    api,
    app: createApp(api),
    core,
    test,
    answers,
    events,
    notified,
    logged,
    injected,
    close: () => test.close(),
  };
}
