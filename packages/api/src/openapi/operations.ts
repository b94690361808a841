import { patternFileSchema, patternSchema, settingsSchema } from "@gradus/core";
import type * as z from "zod";
import { actSchema } from "../care/act.ts";
import { auditExportSchema, auditQuerySchema } from "../routes/audit.ts";
import { noteSchema } from "../routes/care.ts";
import { answerSchema, escalationQuerySchema, resolveSchema } from "../routes/escalations.ts";
import { mailQuerySchema, mailTestBodySchema } from "../routes/mail.ts";
import { patternIdSchema } from "../routes/patterns.ts";
import { replayBodySchema } from "../routes/replay.ts";
import { anomalySchema, pauseSchema, resumeSchema } from "../routes/switches.ts";
import { autonomyBodySchema } from "../routes/targets.ts";
import { taskQuerySchema } from "../routes/tasks.ts";
import { auditChainSchema, auditPageSchema } from "../views/audit.ts";
import { careResultSchema, notedSchema } from "../views/care.ts";
import { configurationSchema } from "../views/configuration.ts";
import { answeredSchema, escalationDetailSchema, escalationListSchema } from "../views/escalation.ts";
import { faultListSchema, injectedSchema } from "../views/fault.ts";
import { mailListSchema, mailPartsSchema, mailTestSchema } from "../views/mail.ts";
import { patternImportSchema, patternListSchema } from "../views/pattern.ts";
import { replaySchema } from "../views/replay.ts";
import { whoSchema } from "../views/role.ts";
import { statsSchema } from "../views/stats.ts";
import { healthReportSchema, targetListSchema } from "../views/status.ts";
import { targetDetailSchema } from "../views/target.ts";
import { taskDetailSchema, taskHistorySchema, taskListSchema } from "../views/task.ts";

export interface Operation {
  /** Also the name of its schemas: "resolveEscalation". */
  id: string;
  method: "get" | "post";
  /** In the notation of OpenAPI: "/api/tasks/{id}". */
  path: string;
  summary: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** A schema: JSON. A media type: anything else, as text. */
  answer: z.ZodType | `${"text" | "application"}/${string}`;
}

const get = (id: string, path: string, summary: string, answer: Operation["answer"], query?: z.ZodObject) =>
  ({ id, method: "get", path, summary, answer, ...(query ? { query } : {}) }) satisfies Operation;

const post = (id: string, path: string, summary: string, body: z.ZodType, answer: z.ZodType) =>
  ({ id, method: "post", path, summary, body, answer }) satisfies Operation;

/** Everything that programs may call. A test holds it against the routes. */
export const operations: readonly Operation[] = [
  get("health", "/health", "How Gradus itself is. Needs no token.", healthReportSchema),
  get("apiHealth", "/api/health", "How Gradus itself is.", healthReportSchema),
  get("openApi", "/api/openapi.json", "This document.", "application/json"),
  get("me", "/api/me", "Who asks, and what they may do.", whoSchema),
  get("listTargets", "/api/targets", "Every target, with what was seen of it last.", targetListSchema),
  get(
    "getTarget",
    "/api/targets/{id}",
    "Everything that is known of a target: checks, metrics, baseline, drift, what it allows and why.",
    targetDetailSchema,
  ),
  post(
    "setAutonomy",
    "/api/targets/{id}/autonomy",
    "Puts a level in the place of what a target's entry allows for a risk class; null goes back to the entry.",
    autonomyBodySchema,
    settingsSchema,
  ),
  get(
    "listTasks",
    "/api/tasks",
    "Tasks, newest first, a page at a time. A page may be short, even empty, and still have a cursor to go on from.",
    taskListSchema,
    taskQuerySchema,
  ),
  post(
    "actOnTasks",
    "/api/tasks/act",
    "Acknowledges, snoozes, assigns, resolves or hands back up to 200 tasks. One that fails stops no other.",
    actSchema,
    careResultSchema,
  ),
  post(
    "noteTask",
    "/api/tasks/{id}/notes",
    "Writes a note on a task's chain; with a key, once.",
    noteSchema,
    notedSchema,
  ),
  get(
    "getTask",
    "/api/tasks/{id}",
    "A task with its evidence, attempts, verdicts and audit.",
    taskDetailSchema,
  ),
  get(
    "getTaskHistory",
    "/api/tasks/{id}/history",
    "The events of its workflow, without tokens.",
    taskHistorySchema,
  ),
  get(
    "listEscalations",
    "/api/escalations",
    "What waits or waited for people, newest first, a page at a time.",
    escalationListSchema,
    escalationQuerySchema,
  ),
  get(
    "getEscalation",
    "/api/escalations/{id}",
    "An escalation, and what a person can answer.",
    escalationDetailSchema,
  ),
  post(
    "resolveEscalation",
    "/api/escalations/{id}/resolve",
    "Closes it with what a person did. An action that is named becomes a pattern.",
    resolveSchema,
    answeredSchema,
  ),
  post(
    "approveEscalation",
    "/api/escalations/{id}/approve",
    "Lets Gradus run exactly the action that it asks for, once.",
    answerSchema,
    answeredSchema,
  ),
  post(
    "rejectEscalation",
    "/api/escalations/{id}/reject",
    "Forbids the action that is asked for; people take over.",
    answerSchema,
    answeredSchema,
  ),
  post(
    "handBackEscalation",
    "/api/escalations/{id}/hand-back",
    "Gives the task back: Gradus looks again and starts over.",
    answerSchema,
    answeredSchema,
  ),
  get("getStats", "/api/stats", "Rates, times and patterns over the newest tasks.", statsSchema),
  get("listPatterns", "/api/patterns", "What has been learned.", patternListSchema),
  get(
    "exportPatterns",
    "/api/patterns/export",
    "The patterns in use, for another installation.",
    patternFileSchema,
  ),
  post(
    "importPatterns",
    "/api/patterns/import",
    "Takes another installation's patterns, at half their weight.",
    patternFileSchema,
    patternImportSchema,
  ),
  post(
    "retirePattern",
    "/api/patterns/retire",
    "Takes a pattern out of use.",
    patternIdSchema,
    patternSchema,
  ),
  post("promotePattern", "/api/patterns/promote", "Vouches for a pattern.", patternIdSchema, patternSchema),
  get(
    "listAudit",
    "/api/audit",
    "Newest events of the newest tasks' chains, and on the first page the system's; with whether each chain holds.",
    auditPageSchema,
    auditQuerySchema,
  ),
  get(
    "exportAudit",
    "/api/audit/export",
    "A chain as JSON Lines.",
    "application/x-ndjson",
    auditExportSchema,
  ),
  get(
    "getAudit",
    "/api/audit/{chain}",
    'The chain "system", or a task\'s, and whether its hashes hold.',
    auditChainSchema,
  ),
  get("listMail", "/api/mail", "Mail in the outbox, newest first.", mailListSchema, mailQuerySchema),
  get("getMail", "/api/mail/{id}", "A message as it would be sent.", "text/plain"),
  get("getMailParts", "/api/mail/{id}/parts", "A message as people read it.", mailPartsSchema),
  post(
    "testMail",
    "/api/mail/test",
    "Sends a test message to the operators, at most one a minute.",
    mailTestBodySchema,
    mailTestSchema,
  ),
  post(
    "replayTask",
    "/api/replay/{task}",
    "What today's patterns and experts would propose on a task's evidence. Touches nothing.",
    replayBodySchema,
    replaySchema,
  ),
  get("events", "/api/events", "Server-sent events as things happen. Not on AWS.", "text/event-stream"),
  get("getConfiguration", "/api/configuration", "What Gradus was started with.", configurationSchema),
  get("getSettings", "/api/settings", "The kill switches.", settingsSchema),
  post(
    "pause",
    "/api/pause",
    "Stops all action, or action on one target, until resumed.",
    pauseSchema,
    settingsSchema,
  ),
  post("resume", "/api/resume", "Ends a pause.", resumeSchema, settingsSchema),
  get("listFaults", "/api/faults", "What can be broken in the demo fleet.", faultListSchema),
  post(
    "injectAnomaly",
    "/api/test/anomaly",
    "Breaks a service of the demo fleet, on purpose.",
    anomalySchema,
    injectedSchema,
  ),
];
