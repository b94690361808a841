import type { TaskStore } from "@gradus/core";
import type { StoreContext } from "../context.ts";
import { addEvidence, evidence } from "./evidence.ts";
import { countOpen, get, latest, list, summaries } from "./read.ts";
import { create, save } from "./write.ts";

export const taskStore = (ctx: StoreContext): TaskStore => ({
  latest: (fingerprint) => latest(ctx, fingerprint),
  create: (task) => create(ctx, task),
  get: (id) => get(ctx, id),
  save: (task) => save(ctx, task),
  list: (query) => list(ctx, query),
  countOpen: (most) => countOpen(ctx, most),
  summaries: (ids) => summaries(ctx, ids),
  addEvidence: (task, batch, observations) => addEvidence(ctx, task, batch, observations),
  evidence: (task) => evidence(ctx, task),
});
