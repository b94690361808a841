import { createHash, createHmac } from "node:crypto";
import * as z from "zod";
import type { Observation } from "../src/observation/index.ts";
import type { Outcome } from "../src/pattern/index.ts";
import type { Crypto } from "../src/ports/index.ts";
import type { RunbookCard } from "../src/runbook/index.ts";
import type { Target } from "../src/target/index.ts";
import { parseTarget } from "../src/target/index.ts";

export const NOW = Date.UTC(2026, 0, 5, 12);
export const DAY = 24 * 3_600_000;

let ids = 0;
export const crypto: Crypto = {
  sha256: (text) => createHash("sha256").update(text).digest("hex"),
  hmac: (key, text) => createHmac("sha256", key).update(text).digest("hex"),
  randomId: () => `id-${++ids}`,
};

export const outcomes = [
  "fixed",
  "symptom_only",
  "not_fixed",
  "not_held",
  "harm",
] as const satisfies readonly Outcome[];

export const target = (more: Partial<Parameters<typeof parseTarget>[0]> = {}): Target =>
  parseTarget({ id: "shop", ...more });

export const card = (more: Partial<RunbookCard> = {}): RunbookCard => ({
  id: "restart",
  title: "Restart",
  purpose: "brings a process back",
  risk: "disruptive",
  level: "restart",
  addresses: ["crash", "killed", "hang"],
  params: z.strictObject({}),
  undoable: false,
  predicts: "it runs",
  lasting: true,
  ...more,
});

export const observation = (id: string): Observation => ({
  id,
  source: "diagnostic",
  target: "shop",
  at: NOW,
  text: "",
  fact: { kind: "note", topic: "seen" },
});
