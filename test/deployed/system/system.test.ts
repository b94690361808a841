import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { haveMiniStack, type MiniStack, startMiniStack } from "../ministack/start.ts";
import { deploy, type Deployment } from "./deploy.ts";
import { type Installation, openInstallation } from "./installation.ts";
import { openEcs } from "./ecs.ts";
import { openShop, type Shop } from "./shop.ts";
import { type Counts, countWrites, until } from "./watch.ts";

const config = `
region: eu-central-1
alerts: { to: [ops@example.com, second@example.com], from: gradus@example.com }
discovery: true
network: { allow: [127.0.0.0/8] }
`;

/** Each target is one service of the shop, or one thing on the emulator. */
const targetsYaml = (port: number): string => {
  const at = (name: string): string => `http://127.0.0.1:${port}/${name}`;
  const service = (id: string, more = ""): string => `
  - id: ${id}
    health: [{ http: "${at(id)}/health", body: ok }]
    settle: 2s
    interval: 1m${more}`;
  const cleared = (id: string, level: string): string => `
    controls: { clearCache: { http: "POST ${at(id)}/clear" } }
    autonomy: { reversible: ${level}, disruptive: approve }`;
  return `version: 1
targets:
  ${service("shop", cleared("shop", "auto")).trim()}${service("asks", cleared("asks", "approve"))}${service("refused", cleared("refused", "approve"))}${service("fragile", cleared("fragile", "auto"))}${service("hopeless")}
  - id: orders
    cloudwatch: { alarms: [orders-5xx] }
`;
};

describe.skipIf(!haveMiniStack)("Gradus, deployed", () => {
  let stack: MiniStack;
  let shop: Shop;
  let deployment: Deployment;
  let gradus: Installation;

  beforeAll(async () => {
    // What waits for minutes on AWS (a rollout, a function's calls) waits for seconds here.
    stack = await startMiniStack({ settings: { SFN_WAIT_SCALE: "0.05" } });
    shop = await openShop();
    deployment = await deploy(stack, { config, targets: targetsYaml(shop.port) });
    gradus = await openInstallation(stack, deployment);
  }, 400_000);
  afterAll(async () => {
    await shop?.close();
    await stack?.stop();
  }, 60_000);

  const tasksOf = async (target: string): Promise<Task[]> => {
    const { body } = await gradus.api("GET", `/api/tasks?target=${target}`);
    return (body["tasks"] ?? []) as Task[];
  };
  const taskOf = (target: string, is: (task: Task) => boolean, seconds = 60): Promise<Task> =>
    until(`a task of ${target}`, seconds, async () => (await tasksOf(target)).find(is));
  const open = (kind: string, target: string): Promise<Escalation> =>
    until(`an escalation of ${target}`, 60, async () => {
      const { body } = await gradus.api("GET", "/api/escalations?status=open");
      return ((body["escalations"] ?? []) as Escalation[]).find(
        (e) => e.target === target && e.kind === kind,
      );
    });
  const path = async (task: string): Promise<string[]> =>
    (await gradus.history(task)).flatMap((e) => e.stateEnteredEventDetails?.name ?? []);

  test("is up within three minutes, from nothing", () => {
    expect(deployment.seconds).toBeLessThan(180);
  });

  test("a schedule fires, its detector finds a broken service, and a known fix is applied, verified and learned", async () => {
    const writes = await countWrites(stack);
    shop.poison("shop");
    // Nobody calls the detector but its schedule, once a minute.
    const task = await taskOf("shop", (t) => t.status === "fixed", 150);
    expect(task.lastAction).toMatchObject({ runbook: "clear-cache", result: "fixed" });
    expect(shop.calls).toEqual(["shop clear"]);
    expect(shop.isWell("shop")).toBe(true);

    const history = await gradus.history(task.id);
    expect(await path(task.id)).toEqual([
      "Triage",
      "Next phase",
      "Quick fix",
      "Decide",
      "Apply",
      "Settle",
      "Verify",
      "Verified",
      "Learn",
    ]);
    const invoked = history.filter((e) => /^(LambdaFunction|Task)Scheduled$/.test(String(e.type)));
    const counted: Counts = await writes.of(task.id, "shop");
    console.info("a quick fix on the emulator:", { transitions: 9, invocations: invoked.length, ...counted });
    expect(invoked.length).toBeLessThanOrEqual(5);
    expect(counted.writes).toBeLessThanOrEqual(4);

    const { body } = await gradus.api("GET", "/api/patterns");
    expect(body["patterns"]).toMatchObject([{ action: { runbook: "clear-cache" }, totals: { fixed: 1 } }]);
  });

  test("the thread of a task runs through logs, workflow and table under one id", async () => {
    const [task] = await tasksOf("shop");
    const lines = await gradus.logged("verify", task?.id ?? "");
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.parse(lines[0] ?? "{}")).toMatchObject({ task: task?.id, verb: "Verify" });
  });

  test("a fault without a fix reaches people by mail and API, and their answer ends the execution", async () => {
    shop.poison("hopeless");
    await gradus.detect("http");
    const escalation = await open("help", "hopeless");
    expect(await path(escalation.task)).toEqual(
      expect.arrayContaining(["Quick fix", "Research", "Consult", "Consensus", "Escalate", "Await human"]),
    );
    const mails = await until("two mails", 30, async () => {
      const about = (await gradus.mails()).filter((m) => m.Subject.includes("hopeless"));
      return about.length >= 2 ? about : undefined;
    });
    expect(new Set(mails.map((m) => m.To[0]))).toEqual(new Set(["ops@example.com", "second@example.com"]));
    expect(mails[0]?.BodyText).toContain(`${deployment.output("ApiStack", "Url")}/l/`);

    shop.heal("hopeless");
    const answer = await gradus.api("POST", `/api/escalations/${escalation.id}/resolve`, {
      notes: "Restarted by hand.",
    });
    expect(answer.status).toBe(200);
    const task = await taskOf("hopeless", (t) => t.status === "resolved");
    expect((await path(task.id)).slice(-2)).toEqual(["Answered", "Learn"]);
    const whole = await gradus.api("GET", `/api/tasks/${task.id}`);
    expect(JSON.stringify(whole.body)).toContain("human:ada@example.org");
  });

  test("an action that needs approval waits for it, and is then done exactly as it was shown", async () => {
    shop.poison("asks");
    await gradus.detect("http");
    const escalation = await open("approval", "asks");
    expect(shop.calls).not.toContain("asks clear");
    expect(
      (await gradus.api("POST", `/api/escalations/${escalation.id}/approve`, { notes: "go" })).status,
    ).toBe(200);
    await taskOf("asks", (t) => t.status === "fixed");
    expect(shop.calls.filter((c) => c === "asks clear")).toHaveLength(1);
  });

  test("an action that is rejected is not done, and the task stays with people", async () => {
    shop.poison("refused");
    await gradus.detect("http");
    const escalation = await open("approval", "refused");
    expect(
      (await gradus.api("POST", `/api/escalations/${escalation.id}/reject`, { notes: "no" })).status,
    ).toBe(200);
    const asked = await open("help", "refused");
    expect(asked.task).toBe(escalation.task);
    expect(shop.calls).not.toContain("refused clear");
    shop.heal("refused");
  });

  test("a signed link from a mail works without signing in, changes nothing when it is opened, and acts when it is sent", async () => {
    const mail = await until("a mail about refused", 30, async () =>
      (await gradus.mails()).find((m) => m.Subject.includes("refused") && m.BodyText.includes("/l/")),
    );
    const escalation = await open("help", "refused");
    const links = [...mail.BodyText.matchAll(/\/l\/[\w.-]+/g)].map((m) => m[0]);
    const all = (await gradus.mails()).filter((m) => m.Subject.includes("refused"));
    const link = all
      .flatMap((m) => [...m.BodyText.matchAll(/\/l\/([\w-]+)\.[\w-]+/g)])
      .map((m) => m[0])
      .find((l) =>
        Buffer.from(l.slice(3).split(".")[0] ?? "", "base64url")
          .toString()
          .includes(`"resolve","${escalation.id}"`),
      );
    expect(links.length).toBeGreaterThan(0);
    const opened = await gradus.api("GET", link ?? "", undefined, { token: null });
    expect(opened.status).toBe(200);
    expect((await open("help", "refused")).id).toBe(escalation.id);
    const forged = await gradus.api("GET", `${link}x`, undefined, { token: null });
    expect(forged.status).toBe(403);
    const sent = await gradus.api("POST", link ?? "", "notes=Done+by+hand", { token: null });
    expect(sent.status).toBe(200);
    await taskOf("refused", (t) => t.status === "resolved");
  });

  test("nobody is let in who is not known", async () => {
    for (const token of [null, "eyJhbGciOiJub25lIn0.e30."]) {
      const answer = await gradus.api("GET", "/api/tasks", undefined, { token });
      expect(answer.status).toBe(401);
    }
  });

  test("an ECS service that carries the tag is found, and started again when its tasks are gone", async () => {
    const ecs = await openEcs(stack);
    await ecs.run("checkout", { "gradus:managed": "auto" });
    expect((await gradus.invoke("discover", {})).output).toMatchObject({
      targets: ["checkout"],
      problems: [],
    });
    // Functions that are warm know it a moment later.
    await until("checkout among the targets, and seen", 60, async () => {
      await gradus.detect("container");
      const { body } = await gradus.api("GET", "/api/targets");
      const targets = body["targets"] as { id: string; state: string }[];
      return targets.some((t) => t.id === "checkout" && t.state === "healthy");
    });
    await ecs.stopTasks("checkout");
    await gradus.detect("container");
    const task = await taskOf("checkout", (t) => t.status === "fixed", 120);
    expect(task.lastAction).toMatchObject({ runbook: "restart-service", result: "fixed" });
    expect(await ecs.running("checkout")).toBe(1);
  }, 300_000);

  test("an alarm of CloudWatch that is delivered twice, at the same time, opens one task", async () => {
    const event = {
      source: "aws.cloudwatch",
      "detail-type": "CloudWatch Alarm State Change",
      time: new Date().toISOString(),
      detail: { alarmName: "orders-5xx", state: { value: "ALARM", reason: "12 > 5" } },
    };
    const twice = await Promise.all([
      gradus.invoke("alarm-signal", event),
      gradus.invoke("alarm-signal", event),
    ]);
    expect(twice.map((t) => t.fault)).toEqual([undefined, undefined]);
    const kinds = twice.flatMap((t) => (t.output as { tasks: { kind: string }[] }).tasks.map((o) => o.kind));
    expect(kinds.sort()).toEqual(["attached", "opened"]);
    expect(await tasksOf("orders")).toHaveLength(1);
  });

  test("a request for mail that is delivered twice mails each person once", async () => {
    const about = (await gradus.mails()).filter((m) => m.Subject.includes("hopeless")).length;
    const [task] = await tasksOf("hopeless");
    const event = {
      detail: { data: { kind: "escalated", task: task?.id, escalation: task?.escalation, reminders: 0 } },
    };
    await Promise.all([gradus.invoke("mail", event), gradus.invoke("mail", event)]);
    expect((await gradus.mails()).filter((m) => m.Subject.includes("hopeless"))).toHaveLength(about);
  });

  test("a step whose function is broken ends with a person, not in silence", async () => {
    await gradus.breakFunction("quick-fix");
    shop.poison("fragile");
    await gradus.detect("http");
    const escalation = await open("help", "fragile");
    expect(await path(escalation.task)).toEqual([
      "Triage",
      "Next phase",
      "Quick fix",
      "Escalate",
      "Await human",
    ]);
    expect(escalation.summary).toContain("A step failed");
    expect(shop.calls).not.toContain("fragile clear");
  });

  test("the page and where to sign in are in their bucket", async () => {
    const files = await gradus.siteFiles();
    expect(files).toEqual(expect.arrayContaining(["index.html", "config.json", "style.css"]));
  });

  test("the heartbeat is there, and says what is not well", async () => {
    const { output, fault } = await gradus.invoke("heartbeat", {});
    expect(fault).toBeUndefined();
    expect(output).toMatchObject({ problems: expect.any(Array) });
  });

  test("the stage can be removed, and nothing is left but what every installation shares", async () => {
    await deployment.remove();
    expect(await gradus.leftStacks()).toEqual(["CDKToolkit", "SSTBootstrap"]);
  }, 200_000);
});

interface Task {
  id: string;
  status: string;
  escalation?: string;
  lastAction?: { runbook: string; result: string };
}
interface Escalation {
  id: string;
  kind: string;
  task: string;
  target: string;
  summary: string;
}
