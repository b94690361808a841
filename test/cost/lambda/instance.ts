import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Call, Done } from "./messages.ts";

/** A function's process, warm: it does one invocation after the other. */
export interface Instance {
  invoke(call: Call): Promise<Done>;
  end(): void;
}

export async function startInstance(name: string, env: Readonly<Record<string, string>>): Promise<Instance> {
  // In the bundle, this file and the program are one.
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), ["--function", name], {
    env: { PATH: "", ...env },
    execArgv: ["--no-warnings"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  let fail: (error: Error) => void = () => undefined;
  child.once("exit", (code) => fail(new Error(`the function ${name} ended with ${code}`)));
  await new Promise<void>((ready, reject) => {
    fail = reject;
    child.once("message", () => ready());
  });
  let last: Promise<unknown> = Promise.resolve();
  const invoke = (call: Call): Promise<Done> =>
    new Promise((resolve, reject) => {
      fail = reject;
      child.once("message", (done: Done) => resolve(done));
      child.send(call);
    });
  return {
    invoke(call) {
      const next = last.then(() => invoke(call));
      last = next.catch(() => undefined);
      return next;
    },
    end: () => void child.kill("SIGKILL"),
  };
}
