import { patternFileSchema, patternSchema, settingsSchema } from "@gradus/core";
import { auditChainQuerySchema, auditExportSchema, auditQuerySchema } from "../routes/audit.ts";
import { mailQuerySchema, mailRejoinSchema, mailTestBodySchema } from "../routes/mail.ts";
import { patternIdSchema, patternQuerySchema } from "../routes/patterns.ts";
import { replayBodySchema } from "../routes/replay.ts";
import { anomalySchema, pauseSchema, resumeSchema } from "../routes/switches.ts";
import { autonomyBodySchema, targetQuerySchema } from "../routes/targets.ts";
import { auditChainSchema, auditPageSchema } from "../views/audit.ts";
import { configurationSchema } from "../views/configuration.ts";
import { faultListSchema, injectedSchema } from "../views/fault.ts";
import { mailListSchema, mailPartsSchema, mailTestSchema } from "../views/mail.ts";
import { patternImportSchema, patternListSchema } from "../views/pattern.ts";
import { replaySchema } from "../views/replay.ts";
import { whoSchema } from "../views/role.ts";
import { statsSchema } from "../views/stats.ts";
import { healthReportSchema, targetListSchema } from "../views/status.ts";
import { targetDetailSchema } from "../views/target.ts";
import { get, type Operation, post } from "./operation.ts";
import { work } from "./work.ts";

/** Everything that programs may call. A test holds it against the routes. */
export const operations: readonly Operation[] = [
  get("health", "/health", "How Gradus itself is. Needs no token.", healthReportSchema),
  get("apiHealth", "/api/health", "How Gradus itself is.", healthReportSchema),
  get("openApi", "/api/openapi.json", "This document.", "application/json"),
  get("me", "/api/me", "Who asks, and what they may do.", whoSchema),
  get(
    "listTargets",
    "/api/targets",
    "Targets in order of id, with what was seen of each last, a page at a time.",
    targetListSchema,
    targetQuerySchema,
  ),
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
  ...work,
  get("getStats", "/api/stats", "Rates, times and patterns over the newest tasks.", statsSchema),
  get(
    "listPatterns",
    "/api/patterns",
    "What has been learned, a page at a time.",
    patternListSchema,
    patternQuerySchema,
  ),
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
    'The chain "system", or a task\'s, its newest events first by page, and whether all its hashes hold.',
    auditChainSchema,
    auditChainQuerySchema,
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
    "rejoinMail",
    "/api/mail/rejoin",
    "Sends mail again to somebody who had asked for no more.",
    mailRejoinSchema,
    settingsSchema,
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
  get("getSettings", "/api/settings", "What people switch: pauses, levels, mail.", settingsSchema),
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
