import { setTimeout as sleep } from "node:timers/promises";
import type { Measured } from "../cloud/meter.ts";
import type { StageCounts } from "../model/stage.ts";
import { add, type Usage, usage, without } from "../model/usage.ts";
import { type Fleet, openFleet } from "./fleet.ts";
import { asPerson } from "./person.ts";
import type { Fault } from "./site.ts";

/** One task, from the fault to its end. */
export interface TaskSeen {
  kind: Kind;
  /** The states that were entered, in order. */
  path: string;
  /** Everything that it took more than a pass in which all is well. */
  usage: Usage;
  functions: Measured["functions"];
  /** Events, in order. */
  published: string;
}

type Kind = "research" | "consult" | "quick fix" | "approval" | "escalation";

interface Story {
  kind: Kind;
  fault: Fault;
  /** States that must be walked through: else it is another story that is measured. */
  by: readonly string[];
  not: readonly string[];
  autonomy: "auto" | "approve";
  answer?: "approve" | "resolve";
}

const STALE = '{"status":"error","reason":"cache entry is stale"}';
const stale: Fault = { status: 500, body: STALE, cure: "clear" };
const wrong: Fault = { status: 200, body: '{"status":"bad"}', cure: "clear" };
const hopeless: Fault = { status: 503, body: "no" };

/** In this order: what research and consult find out is learned, and is a known fix from then on. */
const stories: readonly Story[] = [
  { kind: "research", fault: stale, autonomy: "auto", by: ["Research", "Apply"], not: ["Consult"] },
  { kind: "consult", fault: wrong, autonomy: "auto", by: ["Consult", "Apply"], not: ["Escalate"] },
  { kind: "quick fix", fault: stale, autonomy: "auto", by: ["Quick fix", "Apply"], not: ["Research"] },
  {
    kind: "approval",
    fault: stale,
    autonomy: "approve",
    by: ["Await approval", "Apply"],
    not: ["Escalate"],
    answer: "approve",
  },
  {
    kind: "escalation",
    fault: hopeless,
    autonomy: "approve",
    by: ["Consult", "Await human"],
    not: ["Apply"],
    answer: "resolve",
  },
];

const MINUTE_MS = 60_000;

/** Each kind of task once, on targets that really break, until it is fixed or a person has answered. */
export async function tasks(stage: StageCounts): Promise<TaskSeen[]> {
  const fleet = await openFleet({
    stage,
    ids: stories.map(({ kind }) => idOf(kind)),
    entry: (id, url) => {
      const story = stories.find(({ kind }) => idOf(kind) === id);
      return {
        autonomy: { reversible: story?.autonomy ?? "approve", disruptive: "approve" },
        ...(story?.fault.cure ? { controls: { clearCache: { http: `POST ${url}/clear` } } } : {}),
      };
    },
  });
  try {
    const well = await inWorkingOrder(fleet);
    const seen: TaskSeen[] = [];
    for (const story of stories) seen.push(await tell(fleet, story, well));
    return seen;
  } finally {
    await fleet.close();
  }
}

const detect = ({ cloud, stage }: Fleet): Promise<unknown> =>
  cloud.invoke("detect-http", stage.schedules.find((s) => s.function === "detect-http")?.input);

/** Lets detection take its first look, and gives what a pass takes in which all is well. */
async function inWorkingOrder(fleet: Fleet): Promise<Usage> {
  await detect(fleet);
  fleet.cloud.pass(MINUTE_MS);
  fleet.answers("in time");
  return (await fleet.cloud.meter.during(() => detect(fleet))).usage;
}

async function tell(fleet: Fleet, story: Story, well: Usage): Promise<TaskSeen> {
  const { cloud, site } = fleet;
  const id = idOf(story.kind);
  const bytes = await cloud.table.bytes();
  let path: string[] = [];
  cloud.pass(MINUTE_MS);
  const measured = await cloud.meter.during(async () => {
    site.poison(id, story.fault);
    const before = cloud.steps.started.length;
    const askedBefore = askings(cloud);
    await detect(fleet);
    const task = cloud.steps.started[before];
    if (task === undefined) throw new Error(`${id}: no task was opened`);
    const ended = cloud.steps.ended(task);
    if (story.answer) {
      await asked(fleet, askedBefore, ended);
      if (story.answer === "resolve") site.heal(id);
      await answer(fleet, id, story.answer);
    }
    path = await ended;
    await cloud.settled();
  });
  site.heal(id);
  const astray = story.by.some((s) => !path.includes(s)) || story.not.some((s) => path.includes(s));
  if (astray) throw new Error(`${story.kind} went another way: ${path.join(", ")}`);
  const stored = usage({ storedGbMonths: ((await cloud.table.bytes()) - bytes) / 1e9 });
  const { functions, published } = measured;
  return {
    kind: story.kind,
    path: path.join(" > "),
    usage: add(without(measured.usage, well), stored),
    functions,
    published: published.join(", "),
  };
}

/** Comes back once somebody has been asked, and told by mail. */
async function asked({ cloud }: Fleet, before: number, ended: Promise<unknown>): Promise<void> {
  let isOver = false;
  void ended.then(
    () => (isOver = true),
    () => (isOver = true),
  );
  while (askings(cloud) === before) {
    if (isOver) throw new Error("the task ended and nobody was asked");
    await sleep(50);
  }
  await cloud.settled();
}

/** The functions behind the two waits for people. */
const askings = ({ meter }: Fleet["cloud"]): number =>
  meter.callsOf("await-human") + meter.callsOf("request-approval");

/** As the page does: the list, the one that waits, and the answer. */
async function answer({ cloud }: Fleet, target: string, verb: "approve" | "resolve"): Promise<void> {
  const found = (await asPerson(cloud, "GET", `/api/escalations?status=open&target=${target}`)) as {
    escalations: Array<{ id: string }>;
  };
  const id = found.escalations[0]?.id ?? "";
  await asPerson(cloud, "GET", `/api/escalations/${id}`);
  await asPerson(cloud, "GET", "/api/me");
  await asPerson(cloud, "POST", `/api/escalations/${id}/${verb}`, { notes: "Done." });
}

const idOf = (kind: Kind): string => kind.replace(" ", "-");
