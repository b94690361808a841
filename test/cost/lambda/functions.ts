type Handler = (payload: unknown, invocation: unknown) => Promise<unknown>;
type Load = () => Promise<{ handler: unknown }>;

const detect: Load = () => import("../../../functions/detect.ts");

/** The functions of a stage that cost something while it runs, by their short names. */
const loads: Readonly<Record<string, Load>> = {
  "detect-http": detect,
  "detect-container": detect,
  "detect-metric": detect,
  "detect-resource": detect,
  probe: () => import("../../../functions/outbound/probe.ts"),
  control: () => import("../../../functions/outbound/control.ts"),
  tend: () => import("../../../functions/tend.ts"),
  heartbeat: () => import("../../../functions/heartbeat.ts"),
  discover: () => import("../../../functions/discover.ts"),
  mail: () => import("../../../functions/mail.ts"),
  api: () => import("../../../functions/api.ts"),
  triage: () => import("../../../functions/remediation/triage.ts"),
  "quick-fix": () => import("../../../functions/remediation/quick-fix.ts"),
  research: () => import("../../../functions/remediation/research.ts"),
  "ask-expert": () => import("../../../functions/remediation/ask-expert.ts"),
  consensus: () => import("../../../functions/remediation/consensus.ts"),
  "request-approval": () => import("../../../functions/remediation/request-approval.ts"),
  apply: () => import("../../../functions/remediation/apply.ts"),
  verify: () => import("../../../functions/remediation/verify.ts"),
  undo: () => import("../../../functions/remediation/undo.ts"),
  escalate: () => import("../../../functions/remediation/escalate.ts"),
  "await-human": () => import("../../../functions/remediation/await-human.ts"),
  learn: () => import("../../../functions/remediation/learn.ts"),
  alarm: () => import("../../../functions/remediation/alarm.ts"),
};

export async function loadFunction(name: string): Promise<Handler> {
  const load = loads[name];
  if (!load) throw new RangeError(`there is no function ${name}`);
  return (await load()).handler as Handler;
}
