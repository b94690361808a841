import {
  composeSections,
  type Digest,
  type Escalation,
  type MailMessage,
  type Recipient,
  type Task,
} from "@gradus/core";
import {
  bundleMail,
  digestMail,
  escalationMail,
  type MailContext,
  reminderMail,
  resolvedMail,
  testedMail,
  unwellMail,
} from "../../src/index.ts";

export const at = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;

export const ctx: MailContext = {
  baseUrl: () => "https://gradus.example.org",
  links: {
    sign: (purpose, { escalation, recipient }) =>
      `https://gradus.example.org/l/${purpose}-${escalation}-${encodeURIComponent(recipient)}`,
    unsubscribe: (recipient) => `https://gradus.example.org/l/stop-${encodeURIComponent(recipient)}`,
  },
  now: () => at,
};

export const to: Recipient = { address: "ada@example.org", zone: "Europe/Berlin" };

export const task: Task = {
  id: "00000000000000aa-1",
  fingerprint: "00000000000000aa",
  generation: 1,
  target: "chatbot",
  software: "node",
  symptom: "service_down",
  source: "service",
  severity: "high",
  title: "chatbot is not running",
  status: "awaiting_human",
  phase: 4,
  openedAt: at - 4 * MINUTE,
  updatedAt: at,
  firstSeenAt: at - 5 * MINUTE,
  observations: [
    {
      id: "o1",
      source: "service",
      target: "chatbot",
      at: at - 5 * MINUTE,
      text: "chatbot is not running: exit code 1 after 212 ms",
      fact: { kind: "note", topic: "test" },
    },
    {
      id: "o2",
      source: "log",
      target: "chatbot",
      at: at - 4 * MINUTE,
      text: "Error: connect ECONNREFUSED 10.0.7.21:5432 at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)",
      fact: { kind: "note", topic: "test" },
    },
    {
      id: "o3",
      source: "diagnostic",
      target: "chatbot",
      at: at - 3 * MINUTE,
      text: "/etc/chatbot/settings.json has changed since it was last healthy",
      fact: {
        kind: "drift",
        aspect: "file",
        key: "/etc/chatbot/settings.json",
        expected: "3f2a",
        actual: "9c01",
      },
    },
  ],
  related: [
    { symptom: "http_status", at: at - 4 * MINUTE, summary: "https://chat.example.org/health answers 502" },
  ],
  attempts: [
    {
      n: 1,
      phase: 1,
      action: { runbook: "restart-service", params: {} },
      risk: "disruptive",
      faultClass: "killed",
      confidence: 0.86,
      proposedBy: "known-service",
      reason: "the process is gone",
      startedAt: at - 4 * MINUTE,
      finishedAt: at - 3 * MINUTE,
      outcome: { result: "done", steps: [] },
      verification: {
        at: at - 3 * MINUTE,
        result: "not_fixed",
        symptomGone: false,
        healthy: false,
        dependentsHealthy: true,
        reasons: ["service_down is still there", "chatbot is not healthy"],
      },
      result: "not_fixed",
    },
  ],
  verdicts: [
    {
      expert: "practitioner",
      component: "chatbot",
      faultClass: "bad_config",
      cites: ["o3"],
      action: { runbook: "restore-file", params: { path: "/etc/chatbot/settings.json" } },
      predicts: "it starts",
      confidence: 0.72,
      reasoning: "Its settings changed four minutes before it went away.",
    },
    {
      expert: "sceptic",
      component: "database",
      faultClass: "dependency_down",
      cites: ["o2"],
      predicts: "nothing done to chatbot helps",
      confidence: 0.64,
      reasoning: "The database refuses connections, and that is enough to explain it.",
    },
  ],
  consensus: { kind: "split", summary: "no two of three name the same action", confidence: 0.4 },
  tabu: [],
  audit: [],
  version: 7,
};

const action = { runbook: "restore-file", params: { path: "/etc/chatbot/settings.json" } };
const why = "A restart did not help, and the experts do not agree on what to do";

export const escalation: Escalation = {
  id: "00000000000000aa-1-h1",
  kind: "help",
  task: task.id,
  target: task.target,
  symptom: task.symptom,
  severity: task.severity,
  status: "open",
  title: task.title,
  summary: `${task.title}. ${why}`,
  sections: composeSections(task, [], why, action),
  action,
  openedAt: at,
  token: "token",
  reminders: 0,
  version: 1,
};
export const approval: Escalation = {
  ...escalation,
  id: "00000000000000aa-1-a1",
  kind: "approval",
  title: "Approve restore-file on chatbot?",
  expiresAt: at + 24 * 60 * MINUTE,
};

const many: ReadonlyArray<{ escalation: Escalation; task: Task }> = (
  [
    ["shop", "critical", "shop answers with 503"],
    ["shop", "high", "shop answers slowly: 4.8 s, usually 0.2 s"],
    ["database", "critical", "database refuses connections"],
    ["a-host-with-a-long-name.internal.example.org", "medium", "the disk of /var/lib/docker is full to 97 %"],
  ] as const
).map(([target, severity, title], n) => ({
  escalation: { ...(n === 1 ? approval : escalation), id: `e${n}`, target, severity, title },
  task: { ...task, id: `t${n}`, target, severity, title },
}));

export const digest: Digest = {
  since: at - 24 * 60 * MINUTE,
  at: at - 2 * 60 * MINUTE,
  fixed: {
    total: 14,
    phases: [
      { phase: 1, count: 11, medianMs: 14_000 },
      { phase: 2, count: 3, medianMs: 190_000 },
    ],
  },
  waiting: {
    total: 2,
    first: [
      {
        id: "e0",
        kind: "help",
        target: "chatbot",
        severity: "high",
        openedAt: at - 85 * MINUTE,
        title: "chatbot is not running",
      },
      {
        id: "e1",
        kind: "approval",
        target: "shop",
        severity: "medium",
        openedAt: at - 85 * MINUTE,
        expiresAt: at + 60 * MINUTE,
        title: "Approve roll-back-release on shop?",
      },
    ],
  },
  relapsed: {
    total: 1,
    first: [
      { target: "social-media", title: "social-media uses too much memory", runbook: "restart-service" },
    ],
  },
  learned: { total: 23, first: [{ software: "node", symptom: "service_down", runbook: "restore-file" }] },
  failing: {
    total: 1,
    first: [
      { target: "chatbot", title: "chatbot is not running", severity: "high", since: at - 90 * MINUTE },
    ],
  },
  problems: ["A message waits in the outbox, because SMTP did not take it: 421 try again later"],
};
const none = { total: 0, first: [] };

const resolution = { by: "human:bob@example.org", at: at + 25 * MINUTE, kind: "human" as const };

/** One of each message that Gradus sends. */
export const messages: Readonly<Record<string, MailMessage>> = {
  escalation: escalationMail(ctx, { escalation, task, to }),
  approval: escalationMail(ctx, { escalation: approval, task: { ...task, phase: 3 }, to }),
  reminder: reminderMail(ctx, { escalation: { ...escalation, reminders: 2 }, task, to }),
  "reminder with news": reminderMail(ctx, {
    escalation: { ...escalation, reminders: 2 },
    task: {
      ...task,
      related: [
        ...task.related,
        ...Array.from({ length: 12 }, (_, i) => ({
          symptom: "mail_bounced",
          key: `p${i}@example.org`,
          at: at + (i + 1) * MINUTE,
          summary: `mail to p${i}@example.org was not delivered (Permanent bounce: 550 no such user)`,
        })),
      ],
    },
    to,
  }),
  bundle: bundleMail(ctx, { kind: "escalated", all: many, to }),
  "bundled reminders": bundleMail(ctx, { kind: "reminded", all: many, to }),
  resolved: resolvedMail(ctx, {
    escalation: {
      ...escalation,
      status: "resolved",
      resolution: {
        ...resolution,
        notes: "The settings of yesterday were wrong; put back the old ones.",
        action,
      },
    },
    task,
    to,
  }),
  "handed back": resolvedMail(ctx, {
    escalation: {
      ...escalation,
      status: "resolved",
      resolution: { ...resolution, handedBack: true, notes: "The disk is free again." },
    },
    task,
    to,
  }),
  approved: resolvedMail(ctx, {
    escalation: {
      ...approval,
      status: "resolved",
      resolution: { ...resolution, kind: "approved", notes: "" },
    },
    task,
    to,
  }),
  rejected: resolvedMail(ctx, {
    escalation: {
      ...approval,
      status: "resolved",
      resolution: { ...resolution, kind: "rejected", notes: "Not during the sale." },
    },
    task,
    to,
  }),
  digest: digestMail(ctx, { digest, to }),
  "quiet digest": digestMail(ctx, {
    digest: {
      ...digest,
      fixed: { total: 0, phases: [] },
      waiting: none,
      relapsed: none,
      learned: none,
      failing: none,
      problems: [],
    },
    to,
  }),
  unwell: unwellMail(ctx, {
    subject: "Gradus is not all there",
    detail:
      "The http (shard 1 of 1) detector came to its end 12 minutes ago: look at its log.\nTask 00000000000000aa-1 cannot be brought to an end: resolve it by hand.",
    to,
  }),
  test: testedMail(ctx, { by: "human:ada@example.org", to }),
};
