import { actSchema } from "../care/act.ts";
import { noteSchema } from "../routes/care.ts";
import { answerSchema, escalationQuerySchema, resolveSchema } from "../routes/escalations.ts";
import { taskQuerySchema } from "../routes/tasks.ts";
import { waitingQuerySchema } from "../routes/waiting.ts";
import { careResultSchema, notedSchema } from "../views/care.ts";
import { answeredSchema, escalationDetailSchema, escalationListSchema } from "../views/escalation.ts";
import { taskDetailSchema, taskHistorySchema, taskListSchema, waitingSchema } from "../views/task.ts";
import { get, type Operation, post } from "./operation.ts";

/** Tasks, and what people do with them. */
export const work: readonly Operation[] = [
  get(
    "listTasks",
    "/api/tasks",
    "Tasks, newest first, a page at a time. A page may be short, even empty, and still have a cursor to go on from.",
    taskListSchema,
    taskQuerySchema,
  ),
  get(
    "listWaiting",
    "/api/waiting",
    "Tasks that wait for a person, worst first and then who waits longest, a page at a time; complete however many others are open.",
    waitingSchema,
    waitingQuerySchema,
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
];
