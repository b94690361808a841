import { appendAudit, newPattern, type Task } from "@gradus/core";
import { addEscalation, addFixed, addTask, attempt, observation } from "../../app/support/cases.ts";
import { HOST, RESTART, ROLL_BACK, type World } from "../../app/support/world.ts";

const HOUR = 3_600_000;

export interface Seeded {
  help: { id: string; task: string };
  asks: { id: string; task: string };
  fixed: Task;
  long: Task;
  /** A message in the outbox, and where a link in it leads. */
  message: string;
  link: string;
}

/** A week's worth of everything that views show, one of each at least. */
export async function seed(world: World): Promise<Seeded> {
  const now = world.test.clock.now();
  const help = await addEscalation(world, "help");
  const asks = await addEscalation(world, "approval");
  const fixed = await addFixed(world, {
    title: "the story is told",
    observations: [
      observation("o1"),
      observation("o2", {
        source: "diagnostic",
        text: "config/app.env differs: LOG_LEVEL",
        fact: { kind: "drift", aspect: "environment", key: "LOG_LEVEL", expected: "info", actual: "loud" },
      }),
    ],
    verdicts: ["practitioner", "sceptic", "analyst"].map((expert) => ({
      expert,
      component: "chatbot",
      faultClass: "killed",
      cites: ["o1", ...(expert === "analyst" ? ["not-there"] : [])],
      action: expert === "sceptic" ? ROLL_BACK : RESTART,
      predicts: "it answers",
      confidence: 0.8,
      reasoning: "The process is gone.",
    })),
    consensus: { kind: "agreed", summary: "2 of 3 for restart-service()", confidence: 0.82 },
    attempts: [attempt(world)],
  });
  for (const [status, hours] of [
    ["cleared", 30],
    ["suppressed", 50],
    ["resolved", 70],
  ] as const)
    await addFixed(world, {
      status,
      title: `${status} some time ago`,
      target: "database",
      openedAt: now - hours * HOUR,
      firstSeenAt: now - hours * HOUR,
      closedAt: now - (hours - 1) * HOUR,
      severity: "medium",
      ...(status === "suppressed" ? { suppressedBy: "chatbot" } : {}),
    });
  await addTask(world, { title: "it is being worked on", target: "worker", severity: "low", phase: 2 });
  const words = "long".repeat(60);
  const long = await addFixed(world, {
    title: words,
    fingerprint: "feed".repeat(4),
    audit: appendAudit(world.core.crypto, [], `${"feed".repeat(4)}-1`, [
      { at: now, actor: "detector:log", type: "task.opened", data: { title: words } },
      { at: now + 1, actor: "gradus", type: "something.new", data: { unheard: words, of: { it: [1, 2] } } },
    ]),
  });
  for (const runbook of ["restart-service", "clear-cache"])
    await world.core.store.patterns.save(
      newPattern({
        software: "node",
        symptom: "service_down",
        features: ["process:down", runbook],
        faultClass: "killed",
        action: { runbook, params: {} },
        now,
      }),
    );
  const link = new URL(
    world.api.links.sign("approve", {
      escalation: asks.id,
      recipient: "ada@example.org",
      expiresAt: now + HOUR,
    }),
  ).pathname;
  const [message, unsent] = ["m1", "m2"];
  world.api.outbox = {
    list: () =>
      Promise.resolve([
        { id: message, at: now, to: "ada@example.org", subject: "Approve roll-back-release on chatbot?" },
        {
          id: unsent,
          at: now - HOUR,
          to: "bob@example.org",
          subject: words,
          unsent: "the server refused it",
        },
      ]),
    read: () =>
      Promise.resolve(
        `To: ada@example.org\r\nSubject: Approve it?\r\nDate: ${new Date(now).toUTCString()}\r\n\r\n${words} http://${HOST}${link}\r\n`,
      ),
  };
  return {
    message,
    link,
    help: { id: help.id, task: help.task },
    asks: { id: asks.id, task: asks.task },
    fixed,
    long,
  };
}
