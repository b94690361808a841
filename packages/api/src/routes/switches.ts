import { GradusError } from "@gradus/core";
import { Hono } from "hono";
import * as z from "zod";
import type { AppEnv } from "../http/env.ts";
import { jsonBody } from "../http/parse.ts";
import type { ApiContext } from "../ports.ts";
import { pause, resume } from "../switches/pause.ts";

const target = z.string().min(1).max(63).optional();
export const reasonSchema = z.string().trim().min(1, "say why").max(500);

export const pauseSchema = z.strictObject({ reason: reasonSchema, target });
export const resumeSchema = z.strictObject({ target });
export const anomalySchema = z.strictObject({
  target: z.string().min(1).max(63),
  type: z.string().min(1).max(63),
});

/** Breaks a service of the demo fleet, on purpose. Only where there is one. */
export async function inject(
  api: ApiContext,
  input: z.output<typeof anomalySchema>,
): Promise<{ cause: string }> {
  if (!api.demo)
    throw new GradusError(
      "not_found",
      "There is no demo fleet here: Gradus breaks only services of its own, never yours. Start it without --no-demo, and with the demo targets in targets.yaml.",
    );
  const fault = api.demo.faults.find((f) => f.id === input.type);
  if (!fault)
    throw new GradusError(
      "invalid_input",
      `type: there is no fault "${input.type}"; known: ${api.demo.faults.map((f) => f.id).join(", ")}`,
    );
  if (!fault.targets.includes(input.target))
    throw new GradusError(
      "invalid_input",
      `target: "${fault.id}" can be done to ${fault.targets.join(", ")}, not to "${input.target}"`,
    );
  return api.demo.inject(input.target, input.type);
}

/** What people switch while Gradus runs. */
export const switches = (api: ApiContext) =>
  new Hono<AppEnv>()
    .get("/settings", async (c) => c.json(await api.core.store.settings.read()))
    .post("/pause", jsonBody(pauseSchema), async (c) =>
      c.json(await pause(api.core, { ...c.req.valid("json"), by: c.get("actor") })),
    )
    .post("/resume", jsonBody(resumeSchema), async (c) =>
      c.json(await resume(api.core, { ...c.req.valid("json"), by: c.get("actor") })),
    )
    .get("/faults", (c) => c.json({ faults: api.demo?.faults ?? [] }))
    .post("/test/anomaly", jsonBody(anomalySchema), async (c) =>
      c.json({ ...c.req.valid("json"), ...(await inject(api, c.req.valid("json"))) }),
    );
