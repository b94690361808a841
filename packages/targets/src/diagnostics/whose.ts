import type { Host, ProcessInfo, Target } from "@gradus/core";
import { managedOn } from "../manager/managed.ts";
import type { DiagnosticsOptions, Identity } from "./context.ts";

const GENERATIONS = 10;

/** Whose the processes of one host are, at the moment of one run of diagnostics. */
export interface Whose {
  /** A worker belongs to the target that its forefather belongs to; to Gradus belongs only what is known as its own. */
  of(process: ProcessInfo): Promise<Identity>;
  /** Why a process that seems nobody's may be a target's all the same. */
  hidden: readonly string[];
}

export async function askWhose(
  options: Pick<DiagnosticsOptions, "manager" | "identify" | "targets">,
  host: Host,
  target: Target,
): Promise<Whose> {
  const { mains, hidden } = await managedOn(target.host, [...options.targets(), target], options.manager);
  const identify = async (pid: number): Promise<Identity> => {
    const id = mains.get(pid);
    return id === undefined ? options.identify(pid) : { target: id };
  };
  return {
    hidden,
    async of(process) {
      let at: ProcessInfo | undefined = process;
      for (let generation = 0; at && at.pid > 1 && generation < GENERATIONS; generation += 1) {
        const { target: id, own } = await identify(at.pid);
        if (id !== undefined) return { target: id };
        if (own) return at === process ? { own } : {};
        at = await host.process(at.ppid);
      }
      return {};
    },
  };
}
