import {
  appendAudit,
  type AuditEntry,
  noteTold,
  resolveEscalation,
  type Task,
  type Verdict,
} from "@gradus/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TaskDetail } from "../../web/src/api/types.ts";
import { awsLinks } from "../../web/src/views/task/aws.ts";
import { passageOf } from "../../web/src/views/task/history.ts";
import { anchorOf, type Item } from "../../web/src/views/task/item.ts";
import { snoozeEnds } from "../../web/src/text/snooze.ts";
import { standingOf } from "../../web/src/views/task/standing.ts";
import { timelineOf } from "../../web/src/views/task/timeline.ts";
import { call } from "../app/support/call.ts";
import { addEscalation, addFixed, addTask, attempt, observation } from "../app/support/cases.ts";
import { openWorld, RESTART, ROLL_BACK, type World } from "../app/support/world.ts";
import { historyOf } from "./support/history.ts";

describe("the timeline of a task, as the API gives it", () => {
  let world: World;
  let now: number;
  const nothing = passageOf([]);
  beforeAll(async () => {
    world = await openWorld();
    now = world.test.clock.now();
  });
  afterAll(() => world.close());

  const detailOf = async ({ id }: Pick<Task, "id">): Promise<TaskDetail> =>
    (await call(world, "GET", `/api/tasks/${id}`)).json as TaskDetail;
  const story = async (task: Pick<Task, "id">, passage = nothing): Promise<Item[]> =>
    timelineOf(await detailOf(task), passage);
  const chained = (entries: readonly AuditEntry[]) => appendAudit(world.core.crypto, [], "t", entries);
  const entry = (
    type: string,
    data: Record<string, unknown> = {},
    more: Partial<AuditEntry> = {},
  ): AuditEntry => ({
    at: now,
    actor: "gradus",
    type,
    data,
    ...more,
  });

  it("tells an unknown event with all its data", async () => {
    const audit = chained([entry("moon.risen", { over: { hill: 3 }, why: "evening", action: { odd: 1 } })]);
    const item = (await story(await addTask(world, { audit }))).find(({ title }) => title === "moon risen");
    expect(item).toMatchObject({ kind: "actions", lines: ["evening", 'over {"hill":3} · action {"odd":1}'] });
  });

  it("is in the order of time, whatever it is made of, and each thing has an anchor of its own", async () => {
    const escalation = await addEscalation(world, "help", {
      toldAt: now + 5_000,
      remindedAt: now + 9_000,
      reminders: 1,
    });
    const items = await story(
      { id: escalation.task },
      passageOf(
        historyOf(
          [
            ["Triage", 10],
            ["Escalate", 10],
          ],
          { start: now },
        ),
      ),
    );
    const times = items.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    expect(items.map(({ title }) => title)).toEqual([
      "Seen: 1 observation of http",
      "Seen and confirmed by the service detector",
      "Phase 4: escalate",
      "People were told by mail",
      "People were reminded, 1 time so far",
    ]);
  });

  it("tells of each message by mail, with who got it, and not a second time from the escalation", async () => {
    const escalation = await addEscalation(world, "help", {
      toldAt: now + 1_000,
      remindedAt: now + 2_000,
      reminders: 1,
    });
    const to = ["ada@example.org", "bob@example.org"];
    const all = [{ escalation, task: { id: escalation.task } }];
    await noteTold(world.core, { message: "escalated", all: [...all, ...all], to });
    await noteTold(world.core, { message: "reminded", all, to });
    await resolveEscalation(world.core, {
      id: escalation.id,
      by: "human:ada@example.org",
      notes: "freed it",
    });
    const people = (await story({ id: escalation.task })).filter(({ kind }) => kind === "people");
    expect(people.map(({ title, lines }) => [title, ...lines])).toEqual([
      [
        "Told by mail",
        expect.stringMatching(
          /^that it waits for people · to ada@example.org, bob@example.org · together with 1 other/,
        ),
      ],
      ["Told by mail", expect.stringMatching(/^that it waits for people/)],
      ["Told by mail", expect.stringMatching(/^that it still waits · reminder 1 · to ada@example.org, bob@/)],
      ["ada@example.org dealt with it.", "freed it"],
    ]);
  });

  it("groups evidence by what was looked at in one go, and tells drift apart", async () => {
    const observations = [
      observation("a", { at: now }),
      observation("b", { at: now + 900, source: "log" }),
      observation("c", { at: now + 60_000 }),
      observation("d", { at: now + 950, source: "diagnostic" }),
      observation("e", {
        at: now + 960,
        source: "diagnostic",
        fact: { kind: "drift", aspect: "file", key: "/etc/x", expected: "a", actual: "b" },
      }),
    ];
    const task = await addTask(world, { observations, audit: [] });
    await world.core.store.tasks.addEvidence(task.id, "research-0", [
      observation("f", { at: now + 90_000, source: "diagnostic" }),
    ]);
    expect((await story(task)).map((item) => [item.title, item.observations?.map(({ id }) => id)])).toEqual([
      ["Seen: 2 observations of http, log", ["a", "b"]],
      ["Looked closer: 1 read-only diagnostic", ["d"]],
      ["Changed since it was last well: 1 difference", ["e"]],
      ["Seen: 1 observation of http", ["c"]],
      ["Looked closer: 1 read-only diagnostic", ["f"]],
    ]);
  });

  it("shows drift that two looks found once, and what cites either of them cites what is shown", async () => {
    const drift = (id: string, at: number, actual: string, target = "chatbot") =>
      observation(id, {
        at,
        target,
        source: "diagnostic",
        fact: { kind: "drift", aspect: "file", key: "/etc/x", expected: "a", actual },
      });
    const verdict: Verdict = {
      expert: "sceptic",
      component: "chatbot",
      faultClass: "bad_config",
      cites: ["d1", "d2", "d3"],
      action: RESTART,
      predicts: "it answers",
      confidence: 0.8,
      reasoning: "the file differs",
    };
    const { cites, confidence } = verdict;
    const given = entry(
      "verdict.given",
      { faultClass: "bad_config", component: "chatbot", action: "restart-service()", confidence, cites },
      { actor: "expert:sceptic" },
    );
    const task = await addTask(world, {
      observations: [drift("d1", now, "b")],
      verdicts: [verdict],
      audit: chained([given]),
    });
    await world.core.store.tasks.addEvidence(task.id, "research-0", [
      drift("d2", now + 60_000, "b"),
      drift("d3", now + 60_001, "c"),
      drift("d4", now + 60_002, "b", "worker"),
    ]);
    const items = await story(task);
    expect(items.flatMap(({ observations = [] }) => observations.map(({ id }) => id))).toEqual([
      "d1",
      "d3",
      "d4",
    ]);
    const [said] = items.filter(({ kind }) => kind === "experts");
    expect(said?.cites?.map(({ id }) => id)).toEqual(["d1", "d3"]);
    expect(said?.voided).toBeUndefined();
  });

  it("tells an attempt once: who allowed it, each step with its output, each reason with a mark, the undo", async () => {
    const a = attempt(world, {
      result: "worse",
      verification: {
        at: now + 9_000,
        result: "worse",
        symptomGone: false,
        healthy: true,
        dependentsHealthy: false,
        reasons: ["service_down is still there", "chatbot is healthy", "worse: worker:http_timeout"],
      },
      undo: {
        at: now + 9_500,
        result: "done",
        steps: [{ name: "put it back", ok: true, output: "", ms: 4 }],
      },
    });
    const audit = chained(
      ["action.decided", "action.applied", "action.verified", "action.undone"].map((type) =>
        entry(type, { n: 1 }),
      ),
    );
    const items = (await story(await addTask(world, { attempts: [a], audit }))).filter(
      ({ kind }) => kind === "actions",
    );
    expect(items.map(({ title }) => title)).toEqual([
      "Decided, attempt 1",
      "Ran it, 800 ms",
      "Checked 8 s later: made it worse",
      "Taken back",
    ]);
    expect(items[0]).toMatchObject({ exact: "restart-service()" });
    expect(items[0]?.lines).toContain("Allowed by policy: auto is allowed");
    expect(items[1]?.steps).toEqual([{ name: "restart", ok: true, output: "pid 4711", ms: 800 }]);
    expect(items[2]?.checks?.map(({ ok }) => ok)).toEqual([false, true, false]);
  });

  it("tells an event of an attempt that the task does not have", async () => {
    const audit = chained([entry("action.applied", { n: 7, result: "done" })]);
    expect((await story(await addTask(world, { audit }))).at(-1)?.title).toBe("Acted: done");
  });

  it("tells what is under way before it is written to the task, and not a second time afterwards", async () => {
    const { verification: _verification, ...running } = attempt(world, { result: "running" });
    const passage = passageOf(
      historyOf([["Settle", 0, { decision: "acted", attempt: running }]], { start: now, stays: true }),
    );
    const open = await story(await addTask(world), passage);
    expect(open.filter(({ kind }) => kind === "actions").map(({ id }) => id)).toEqual(["a1", "a1-ran"]);
    const fixed = await story(await addFixed(world), passage);
    expect(fixed.filter(({ id }) => id.startsWith("a1")).length).toBe(3);
  });

  describe("experts", () => {
    const verdict = (expert: string, more: Partial<Verdict> = {}): Verdict => ({
      expert,
      component: "chatbot",
      faultClass: "killed",
      cites: ["o1"],
      action: RESTART,
      predicts: "it answers",
      confidence: 0.8,
      reasoning: `${expert} thinks so`,
      ...more,
    });
    const given = (v: Verdict) =>
      entry(
        "verdict.given",
        {
          faultClass: v.faultClass,
          component: v.component,
          action: v.action?.runbook === "restart-service" ? "restart-service()" : null,
          confidence: v.confidence,
          cites: v.cites,
        },
        { actor: `expert:${v.expert}` },
      );
    const vote = () =>
      entry("consensus.reached", { kind: "agreed", summary: "2 of 3 voices", confidence: 0.9 });

    it("cite observations of the evidence; a citation that does not exist is marked, and makes the verdict void", async () => {
      const verdicts = [verdict("practitioner"), verdict("sceptic", { cites: ["o1", "nowhere"] })];
      const items = await story(
        await addTask(world, { verdicts, audit: chained([...verdicts.map(given), vote()]) }),
      );
      const [good, bad, voted] = items.filter(({ kind }) => kind === "experts");
      const seen = items.flatMap(({ observations = [] }) => observations.map(({ id }) => anchorOf(id)));
      expect(good).toMatchObject({
        title: "practitioner: killed in chatbot, 80 % sure",
        exact: "restart-service()",
        cites: [{ id: "o1", text: "connection refused on port 7101" }],
      });
      expect(good?.lines).toEqual(["", "practitioner thinks so", "Predicts: it answers"]);
      expect(good?.voided).toBeUndefined();
      expect(seen).toContain(anchorOf("o1"));
      expect(bad?.cites?.[1]).toEqual({ id: "nowhere" });
      expect(bad?.voided).toBe("It cites nowhere, which is not in the evidence.");
      expect(voted?.votes?.map(({ expert, voided }) => [expert, voided])).toEqual([
        ["practitioner", false],
        ["sceptic", true],
      ]);
    });

    it("vote in their own round only, and those who were asked once more count with what they said last", async () => {
      const early = verdict("researcher");
      const first = verdict("sceptic", { confidence: 0.3 });
      const again = verdict("sceptic", { action: ROLL_BACK, confidence: 0.9 });
      const audit = chained([
        given(early),
        entry("phase.ended", { phase: 2, next: 3 }),
        given(first),
        vote(),
      ]);
      const items = await story(await addTask(world, { verdicts: [early, again], audit }));
      expect(items.find(({ votes }) => votes)?.votes).toEqual([
        { expert: "sceptic", action: 'roll-back-release(to="v41")', confidence: 0.9, voided: false },
      ]);
      expect(items.filter(({ title }) => title.startsWith("sceptic")).map(({ title }) => title)).toEqual([
        "sceptic: killed in chatbot, 30 % sure",
        "sceptic, asked once more: killed in chatbot, 90 % sure",
      ]);
    });
  });

  it("has what people did among people: notes, snoozeEnds and answers that no event tells", async () => {
    const actor = "human:ada@example.org";
    const { task: id } = await addEscalation(world, "help", {
      status: "resolved",
      resolution: { by: actor, at: now + 9, notes: "rebooted it", kind: "human", action: RESTART },
    });
    await call(world, "POST", `/api/tasks/${id}/notes`, { notes: "the vendor knows" });
    const people = (await story({ id })).filter(({ kind }) => kind === "people");
    expect(people.map(({ title, lines, exact }) => [title, lines[0], exact])).toEqual([
      ["Note by a local user", "the vendor knows", undefined],
      ["ada@example.org dealt with it.", "rebooted it", "restart-service()"],
    ]);
  });

  it("how it stands says for each status whether somebody must act", async () => {
    const asked = await detailOf({ id: (await addEscalation(world, "approval")).task });
    expect(standingOf(asked, now).says).toMatch(/Somebody must approve or reject one action within 24 h\.$/);
    const help = await detailOf({ id: (await addEscalation(world, "help")).task });
    expect(standingOf(help, now)).toMatchObject({
      tone: "bad",
      says: expect.stringContaining("Somebody must act"),
    });
    const fixed = await detailOf(await addFixed(world));
    expect(standingOf(fixed, now)).toMatchObject({
      tone: "good",
      ended: "Fixed: ",
      says: "after 24 s, and verified. Nobody needs to do anything.",
    });
    const back = await detailOf(
      await addFixed(world, { attempts: [attempt(world, { result: "not_held" })] }),
    );
    expect(standingOf(back, now)).toMatchObject({ tone: "wait", ended: "Fixed, and came back: " });
  });
});

it("a snooze ends later than now, and tomorrow at nine is tomorrow at nine", () => {
  const now = new Date(2026, 9, 24, 23, 30).getTime();
  expect(snoozeEnds(now).every(([, until]) => until > now)).toBe(true);
  expect(new Date(snoozeEnds(now)[2]?.[1] ?? 0)).toEqual(new Date(2026, 9, 25, 9));
});

it("links to AWS name the execution, its logs and its traces; an address that is not AWS's gives none", () => {
  const address =
    "https://eu-central-1.console.aws.amazon.com/states/home?region=eu-central-1#/statemachines/view/arn:aws:states:eu-central-1:123456789012:stateMachine:gradus-prod-remediation";
  const task = { id: "ab12-1", firstSeenAt: 0, closedAt: 60_000 };
  const [execution, logs, traces] = awsLinks(address, "eu-central-1", task, "ab12-1-r2", 0).map(
    ({ href }) => href,
  );
  expect(execution).toBe(
    "https://eu-central-1.console.aws.amazon.com/states/home?region=eu-central-1#/v2/executions/details/arn:aws:states:eu-central-1:123456789012:execution:gradus-prod-remediation:ab12-1-r2",
  );
  expect(logs).toContain("like*20*22ab12-1*22");
  expect(logs).toContain("~'*2faws*2flambda*2fgradus-prod-ask-expert");
  expect(traces).toContain("service*28*22gradus-prod-remediation*22*29");
  expect(awsLinks("https://console.example.org/executions", "eu-central-1", task, "ab12-1", 0)).toEqual([]);
});
