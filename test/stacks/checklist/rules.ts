import { data } from "./data.ts";
import { door } from "./door.ts";
import { edge } from "./edge.ts";
import { events } from "./events.ts";
import { iam } from "./iam.ts";
import { lambda } from "./lambda.ts";
import { names } from "./names.ts";
import { operate } from "./operate.ts";
import { queuesAndMail } from "./queues-and-mail.ts";
import type { Rule } from "./rule.ts";
import { workflow } from "./workflow.ts";

export const rules: readonly Rule[] = [
  ...lambda,
  ...iam,
  ...workflow,
  ...events,
  ...data,
  ...queuesAndMail,
  ...edge,
  ...door,
  ...operate,
  ...names,
];
