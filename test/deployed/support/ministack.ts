import { afterAll, beforeAll, describe } from "vitest";
import { haveMiniStack, startMiniStack } from "../ministack/start.ts";

/** The Python that MiniStack runs on. */
export const python = process.env["GRADUS_MINISTACK_PYTHON"] ?? "";

/** What a client of the emulator is made with. */
export interface Emulated {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** A suite against a MiniStack of its own; skipped, and said so in its name, where there is no Python for it. */
export function onMiniStack(name: string, body: (stack: () => Emulated) => void): void {
  if (!haveMiniStack) {
    describe.skip(`${name} (skipped: GRADUS_MINISTACK_PYTHON names no python that has ministack)`, () =>
      body(() => ({ endpoint: "", region: "", credentials })));
    return;
  }
  describe(name, () => {
    let running: Awaited<ReturnType<typeof startMiniStack>> | undefined;
    beforeAll(async () => {
      running = await startMiniStack();
    });
    afterAll(() => running?.stop());
    body(() => {
      if (!running) throw new Error("MiniStack has not started");
      return { endpoint: running.endpoint, region: running.region, credentials };
    });
  });
}
