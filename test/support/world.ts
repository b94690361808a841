import {
  type CaseFile,
  type Confirmed,
  type Context,
  type DomainEvent,
  type Escalation,
  type Expert,
  openTask,
  messageOf,
  type Opened,
  type Pattern,
  type Settings,
  symptomOf,
  type Task,
  type Verdict,
  verifyAudit,
} from "@gradus/core";
import { localNames, remediation, substitute, verbNames, verbs, type Verb } from "@gradus/workflows";
import {
  createRunner,
  type HistoryEvent,
  type Journal,
  type Json,
  memoryJournal,
  type Runner,
  RunnerError,
} from "../../packages/local/src/runner/index.ts";
import { Outside, type TargetDraft } from "./outside.ts";
import { openTestStore, type TestStore } from "./store.ts";
import { StoryClock } from "./story-clock.ts";

const MACHINE = "Remediation";
const INVOKE = "arn:aws:states:::lambda:invoke";
const PUBLISH = "arn:aws:states:::sns:publish";

type Opinion = (file: CaseFile) => Verdict | undefined;

export interface WorldOptions {
  targets?: readonly TargetDraft[];
  /** Wraps what every life of Gradus writes to: a place to die from. */
  journal?: (inner: Journal) => Journal;
  random?: () => number;
}

interface Mail {
  kind: "escalated" | "reminded" | "resolved" | "unwell";
  about: string;
}

/** One life of the Gradus process. Killed, none of its calls ever comes back. */
interface Life {
  runner: Runner;
  ctx: Context;
  isOver: boolean;
}

/** The real definition on the real runner, with the real verbs over the real store; scripted are the outside, the experts and time. */
export class World {
  readonly clock: StoryClock;
  readonly outside: Outside;
  readonly t: TestStore;
  readonly events: DomainEvent[] = [];
  readonly mails: Mail[] = [];
  /** Messages about many at once. */
  readonly bundles: Array<{ kind: "escalated" | "reminded"; ids: string[] }> = [];
  onBundle: () => void | Promise<void> = () => {};
  readonly logs: string[] = [];
  /** Verbs that were called, in order. */
  readonly calls: Verb[] = [];
  readonly heartbeats: string[] = [];
  /** Characters of the largest output of a verb: what travels between states. */
  largestState = 0;
  observeOnly = false;
  known: Opinion = () => undefined;
  researched: Opinion = () => undefined;
  panel: Record<string, Opinion> = { ada: () => undefined, ben: () => undefined, cem: () => undefined };
  /** Called before a verb runs: a place to throw from, and to change the world behind its back. */
  before: (verb: Verb, input: Json) => void | Promise<void> = () => {};
  after: (verb: Verb, output: unknown) => void | Promise<void> = () => {};
  /** People who read their mail at once. */
  onMail: (kind: Mail["kind"], escalation: Escalation) => void | Promise<void> = () => {};
  readonly #journal: Journal;
  readonly #random: () => number;
  #life: Life;
  #uuids = 0;

  constructor(t: TestStore, clock: StoryClock, options: WorldOptions) {
    this.t = t;
    this.clock = clock;
    this.outside = new Outside(clock, options.targets ?? [{ id: "shop" }]);
    this.outside.holder = (target) => t.store.leases.get(target);
    const inner = memoryJournal();
    this.#journal = options.journal?.(inner) ?? inner;
    this.#random = options.random ?? (() => 0.5);
    this.#life = this.#live();
  }

  get ctx(): Context {
    return this.#life.ctx;
  }
  get runner(): Runner {
    return this.#life.runner;
  }

  #live(): Life {
    const life = { isOver: false } as Life;
    life.ctx = this.#context(life);
    const call = (verb: Verb) => async (input: Json) => {
      this.calls.push(verb);
      await this.before(verb, input);
      const output = await mortal(life, verbs[verb](life.ctx, input));
      this.largestState = Math.max(this.largestState, JSON.stringify(output ?? null).length);
      await this.after(verb, output);
      return life.isOver ? never : output;
    };
    life.runner = createRunner({
      journal: mortally(life, this.#journal),
      clock: this.clock,
      random: { fraction: this.#random, uuid: () => `uuid-${++this.#uuids}` },
      machines: { [MACHINE]: substitute(remediation, localNames) },
      resources: {
        ...Object.fromEntries(verbNames.map((v) => [v, call(v)])),
        [INVOKE]: async (input, { token = "" }) => {
          const { FunctionName, Payload } = input as { FunctionName: Verb; Payload: Record<string, Json> };
          await call(FunctionName)({ ...Payload, token });
        },
        [PUBLISH]: async (input) => {
          this.mails.push({ kind: "unwell", about: (input as { Subject: string }).Subject });
        },
      },
      log: {
        warn: (message, data) => void this.logs.push(`${message} ${messageOf(data?.["fault"])}`),
        error: (message, data) => void this.logs.push(`${message} ${messageOf(data?.["fault"])}`),
      },
    });
    return life;
  }

  #context(life: Life): Context {
    const { outside, clock, t } = this;
    const store = Object.fromEntries(
      Object.entries(t.store).map(([name, repository]) => [name, mortally(life, repository)]),
    ) as unknown as Context["store"];
    const expert = (id: string, opine: () => Opinion): Expert => ({
      id,
      perspective: id,
      opine: async (file) => opine()(file),
    });
    const mail =
      (kind: Mail["kind"]) =>
      async (about: Escalation): Promise<void> => {
        this.mails.push({ kind, about: about.id });
        await this.onMail(kind, about);
      };
    return {
      clock,
      crypto: t.crypto,
      store,
      targets: { get: (id) => outside.targets.find((one) => one.id === id), all: () => outside.targets },
      watcher: mortally(life, outside),
      diagnostics: mortally(life, outside),
      hands: mortally(life, outside),
      baseliner: { capture: async () => undefined, drift: async () => [] },
      proposeKnown: (file) => this.known(file),
      researcher: expert("researcher", () => this.researched),
      panel: Object.keys(this.panel).map((id) => expert(id, () => this.panel[id] ?? (() => undefined))),
      workflows: {
        startRemediation: async (task) => {
          await life.runner.startExecution({ machine: MACHINE, name: task, input: { task } });
        },
        answer: (token, output) => tokenCall(() => life.runner.sendTaskSuccess({ token, output })),
        heartbeat: (token) => {
          this.heartbeats.push(token);
          return tokenCall(() => life.runner.sendTaskHeartbeat({ token }));
        },
      },
      notify: {
        escalated: mail("escalated"),
        reminded: mail("reminded"),
        resolved: mail("resolved"),
        bundled: async (kind, all) => {
          this.bundles.push({ kind, ids: all.map(({ escalation }) => escalation.id) });
          await this.onBundle();
        },
        unwell: async (subject) => void this.mails.push({ kind: "unwell", about: subject }),
        digest: async () => {},
        tested: async () => {},
      },
      events: { publish: async (event) => void this.events.push(event) },
      limits: { perTargetHour: 100, perFleetHour: 1_000 },
      observeOnly: this.observeOnly,
      pause: (ms) => mortal(life, clock.pause(ms)),
      log: (level, message) => void this.logs.push(`${level}: ${message}`),
    };
  }

  /** kill -9, at once. What is in the store, in the journal and outside stays. */
  kill(): void {
    this.#life.isOver = true;
    this.clock.drop();
    for (const deed of this.outside.deeds) deed.to ??= this.clock.now();
  }

  /** The next life: goes on with what the journal has, as the runtime does at start. */
  async revive(): Promise<void> {
    this.#life = this.#live();
    await this.runner.resumeAll();
    const { tasks } = await this.t.store.tasks.list({ state: "open", limit: 100 });
    for (const { id } of tasks) await this.ctx.workflows.startRemediation(id);
  }

  /** Stops and starts again: what the root is configured with (observeOnly, the panel) is read then. */
  restart(): Promise<void> {
    this.kill();
    return this.revive();
  }

  /** A detector's confirmed signal about what the target shows now: of several symptoms the one nearest to the cause. */
  async signal(target: string, { firstSeenAt }: { firstSeenAt?: number } = {}): Promise<Opened> {
    const found = this.target(target);
    const look = await this.outside.look(found);
    const [signal, ...related] = look.signals.sort(
      (a, b) => symptomOf(b.symptom).rank - symptomOf(a.symptom).rank,
    );
    if (!signal) throw new Error(`${target} shows nothing`);
    const seen: Confirmed = {
      target: found,
      signal,
      related,
      firstSeenAt: firstSeenAt ?? look.at,
      diagnostics: async () => [],
    };
    return openTask(this.ctx, seen);
  }

  /** Breaks the target, and gives the id of the task that is opened for it. */
  async breaks(target: string, ...symptoms: string[]): Promise<string> {
    this.outside.break(target, ...symptoms);
    return (await this.signal(target)).task.id;
  }

  target(id: string) {
    const found = this.outside.targets.find((one) => one.id === id);
    if (!found) throw new Error(`there is no target ${id}`);
    return found;
  }

  async task(id: string): Promise<Task> {
    const task = await this.t.store.tasks.get(id);
    if (!task) throw new Error(`there is no task ${id}`);
    return task;
  }

  /** Lets the story go on until the execution of the task has ended; gives how it ended, and the task. */
  async ended(id: string): Promise<{ status: string; task: Task }> {
    const execution = `${MACHINE}:${id}`;
    await this.clock.until(async () => (await this.#journal.load(execution))?.status !== "RUNNING");
    const record = await this.#journal.load(execution);
    return { status: record?.status ?? "", task: await this.task(id) };
  }

  /** Lets the story go on until people are asked; gives the open escalation. */
  async asked(id: string): Promise<Escalation> {
    let found: Escalation | undefined;
    await this.clock.until(async () => {
      if (!this.mails.some((m) => m.about.startsWith(`${id}-`))) return false;
      const { escalations } = await this.t.store.escalations.list({ status: "open" });
      found = escalations.find((e) => e.task === id && e.toldAt !== undefined);
      return found !== undefined;
    });
    if (!found) throw new Error("nobody was asked");
    await this.clock.settle();
    return found;
  }

  async escalations(): Promise<Escalation[]> {
    return (await this.t.store.escalations.list({})).escalations;
  }

  async history(id: string): Promise<HistoryEvent[]> {
    return (await this.#journal.history(`${MACHINE}:${id}`, { limit: 10_000 })).events;
  }

  /** Names of the states that were entered, in order. */
  async path(id: string): Promise<string[]> {
    const events = await this.history(id);
    return events.flatMap((e) => e.stateEnteredEventDetails?.name ?? []);
  }

  async patterns(): Promise<Pattern[]> {
    return (await this.t.store.patterns.list()).patterns;
  }

  async settings(change: (settings: Settings) => Settings): Promise<void> {
    const { settings } = this.t.store;
    await settings.save(change(await settings.read()));
  }

  isAuditSound(task: Task): boolean {
    return verifyAudit(this.t.crypto, task.audit, { chain: task.id }).ok;
  }

  published(type: string): DomainEvent[] {
    return this.events.filter((e) => e.type === type);
  }

  async close(): Promise<void> {
    this.kill();
    await this.t.close();
  }
}

/** An empty world with a store of its own. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  let pending = 0;
  const clock = new StoryClock(() => pending > 0);
  const t = await openTestStore({ clock });
  t.embedded.client.middlewareStack.add((next) => async (args) => {
    pending++;
    try {
      return await next(args);
    } finally {
      pending--;
    }
  });
  return new World(t, clock, options);
}

/** A verdict that rests on all the evidence there is. */
export const verdictFor =
  (runbook: string, more: Partial<Verdict> = {}): Opinion =>
  (file) => ({
    expert: "known",
    component: file.target.id,
    faultClass: "crash",
    cites: file.observations.map((o) => o.id).slice(0, 20),
    action: { runbook, params: {} },
    predicts: "it is well again",
    confidence: 0.95,
    reasoning: `${runbook} should do`,
    ...more,
  });

const never = new Promise<never>(() => {});

const mortal = async <T>(life: Life, work: Promise<T>): Promise<T> => {
  try {
    const result = await work;
    return life.isOver ? await never : result;
  } catch (error) {
    if (life.isOver) return never;
    throw error;
  }
};

/** The same object, whose calls do nothing and never come back once the life is over. */
function mortally<T extends object>(life: Life, port: T): T {
  return new Proxy(port, {
    get(from, name) {
      const value: unknown = Reflect.get(from, name, from);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        if (life.isOver) return never;
        const result: unknown = value.apply(from, args);
        return result instanceof Promise ? mortal(life, result) : result;
      };
    },
  });
}

const tokenCall = async (send: () => Promise<void>): Promise<boolean> => {
  try {
    await send();
    return true;
  } catch (error) {
    if (error instanceof RunnerError && error.code !== "RunnerClosed") return false;
    throw error;
  }
};
