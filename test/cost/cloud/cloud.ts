import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MAIL_REQUESTED } from "@gradus/aws/names";
import type { Target } from "@gradus/core";
import type { Verb } from "@gradus/workflows";
import { type Instance, startInstance } from "../lambda/instance.ts";
import type { StageCounts } from "../model/stage.ts";
import { createMeter, type Meter } from "./meter.ts";
import { listen } from "./server.ts";
import { createSteps, type Steps } from "./steps.ts";
import { type CountedTable, openCountedTable, TABLE } from "./table.ts";

/** A whole processor is given to a function with so much memory, and less to less. Source: Lambda's developer guide. */
const WHOLE_CPU_MB = 1_769;
/** CloudWatch adds so much to each line. */
const LINE_BYTES = 26;
/** The detectors' own limit; that of the others matters to none of them. */
const LONGEST_MS = 58_000;

export interface Delays {
  table: number;
  other: number;
}

export interface CloudOptions {
  targets: readonly Target[];
  stage: StageCounts;
  /** What AWS takes to answer, milliseconds; may be changed meanwhile. */
  delays: Delays;
}

/** As much of AWS as Gradus needs, on this machine: it runs the deployed functions, each in a process of its own, and counts. */
export interface Cloud {
  meter: Meter;
  table: CountedTable;
  steps: Steps;
  /** Calls a function by its short name. Throws what it throws. With less time it ends earlier. */
  invoke(name: string, payload: unknown, options?: { timeoutMs: number }): Promise<unknown>;
  /** Lets time pass for the functions, without waiting. */
  pass(ms: number): void;
  /** Comes back when nothing that was asked for asynchronously is under way. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function openCloud({ targets, stage, delays }: CloudOptions): Promise<Cloud> {
  const folder = mkdtempSync(join(tmpdir(), "gradus-cost-"));
  writeFileSync(join(folder, "targets.json"), JSON.stringify(targets));
  const meter = createMeter();
  const table = await openCountedTable(meter);
  const instances = new Map<string, Promise<Instance>>();
  /** What processors slower than ours would add to the functions that a function waits for. */
  const slower = new Map<string, number>();
  let aheadMs = 0;
  let pending: Promise<unknown> = Promise.resolve();

  const invoke = async (
    name: string,
    payload: unknown,
    { caller, timeoutMs = LONGEST_MS }: { caller?: string; timeoutMs?: number } = {},
  ): Promise<unknown> => {
    const memoryMb = stage.functions[name];
    if (memoryMb === undefined) throw new RangeError(`the templates have no function ${name}`);
    const instance = instances.get(name) ?? startInstance(name, environment(name));
    instances.set(name, instance);
    const done = await (await instance).invoke({ payload, aheadMs, timeoutMs });
    const waited = slower.get(name) ?? 0;
    slower.delete(name);
    const slow = done.cpuMs * (WHOLE_CPU_MB / memoryMb - 1) + waited;
    if (caller !== undefined) slower.set(caller, (slower.get(caller) ?? 0) + slow);
    const billedMs = Math.ceil(done.wallMs + slow);
    meter.called(name, { billedMs, metrics: done.metrics });
    meter.count("lambdaRequests", 1);
    meter.count("lambdaGbSeconds", (billedMs / 1_000) * (memoryMb / 1_024));
    meter.count("logGb", (done.logBytes + done.logLines * LINE_BYTES) / 1e9);
    if (done.fault !== undefined) throw new Error(`${name}: ${done.fault}`);
    return done.output;
  };
  const steps = createSteps(meter, (verb: Verb, payload) => invoke(kebab(verb), payload));
  const server = await listen({
    delays,
    table,
    invoke: (name, payload, caller) => invoke(name, payload, { caller }),
    steps,
    count: (resource, amount) => meter.count(resource, amount),
    published(type, detail) {
      meter.published(type);
      if (type === MAIL_REQUESTED)
        pending = Promise.all([pending, invoke("mail", { detail: JSON.parse(detail) as unknown })]);
    },
  });

  /** As stacks/support/surroundings.ts and the stacks tell it to the functions. */
  const environment = (name: string): Record<string, string> => ({
    AWS_ENDPOINT_URL: `${server.url}/${name}`,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "cost",
    AWS_SECRET_ACCESS_KEY: "cost",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    LAMBDA_TASK_ROOT: folder,
    GRADUS_STAGE: "cost",
    GRADUS_VERSION: "0.1.0",
    GRADUS_TABLE: TABLE,
    GRADUS_TABLE_SHARDS: "16",
    GRADUS_TARGETS_FILE: "targets.json",
    GRADUS_ALLOW_NETWORKS: "127.0.0.0/8",
    GRADUS_SHARDS: JSON.stringify(shardsOf(stage)),
    GRADUS_LIMITS: JSON.stringify({ perTargetHour: 1_000, perFleetHour: 10_000 }),
    GRADUS_AUTONOMY: JSON.stringify({ reversible: "approve", disruptive: "approve", destructive: "approve" }),
    GRADUS_MACHINE: "arn:aws:states:eu-central-1:123456789012:stateMachine:gradus-cost-remediation:live",
    GRADUS_BUS: "gradus-cost",
    GRADUS_PROBE: "gradus-cost-probe",
    GRADUS_CONTROL: "gradus-cost-control",
    GRADUS_URL: "https://gradus.example.com",
    GRADUS_MAIL_FROM: "gradus@example.com",
    GRADUS_MAIL_TO: JSON.stringify([{ address: "ops@example.com", zone: "UTC" }]),
    GRADUS_CONFIGURATION_SET: "gradus-cost",
    GRADUS_LINK_SECRET: "gradus-cost/link-key",
  });

  return {
    meter,
    table,
    steps,
    invoke,
    pass: (ms) => void (aheadMs += ms),
    async settled() {
      for (let last; last !== pending;) {
        last = pending;
        await last;
      }
    },
    async close() {
      for (const instance of instances.values()) (await instance).end();
      await steps.close();
      await server.close();
      await table.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function shardsOf({ schedules }: StageCounts): Record<string, number> {
  const shards: Record<string, number> = {};
  for (const { input } of schedules) if (input.source !== undefined) shards[input.source] = input.of ?? 1;
  return shards;
}

const kebab = (verb: string): string => verb.replace(/(?<=[a-z])([A-Z])/g, "-$1").toLowerCase();
