import type { ServiceName } from "../services.ts";

export interface FaultContext {
  service: ServiceName;
  /** `<dataDir>/demo/<service>` */
  dir: string;
  port: number;
  /** The process of the service, as its supervisor knows it. */
  pid(): Promise<number | undefined>;
  /** What a deploy tool would do after a change. May reject when the service does not come up. */
  restart(): Promise<void>;
  /** The variables of service.env, before the fault. */
  env: Record<string, string>;
  /** Sources of the services; found by itself in a checkout. */
  servicesDir?: string;
}

export interface Injection {
  /** The injected cause, for people. */
  cause: string;
  /** The oracle, judged from outside: whether what was injected is gone, whatever the symptoms say. */
  isCauseGone(): Promise<boolean>;
  /** The wrong treatment that was given, if any: a restart where clearing was enough, a mode too wide. */
  trap?(): Promise<string | undefined>;
  /** Removes the cause and leaves the service as it was before. */
  cleanUp(): Promise<void>;
}

export interface Fault<Id extends string = string> {
  /** The public name: `gradus inject <target> <id>`, and `type` in POST /api/test/anomaly. */
  id: Id;
  /** The line in FAULTS.md, or the family that it belongs to. */
  number: string;
  title: string;
  /** What it does and what an observer sees. */
  description: string;
  targets: readonly ServiceName[];
  inject(ctx: FaultContext): Promise<Injection>;
}
