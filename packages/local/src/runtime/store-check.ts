import { type Context, messageOf } from "@gradus/core";
import type { Problems } from "./problems.ts";
import type { Reserve } from "./reserve.ts";

interface StoreCheckOptions {
  context: () => Pick<Context, "store" | "clock">;
  problems: Problems;
  reserve: Reserve;
  dataDir: string;
}

const NAME = "gradus/alive";

/**
 * Writes one row to know that rows can be written. If not, the reserve is given back: on a full disk Gradus then goes on
 * acting. Where still nothing can be written down it goes on watching, acts on nothing (there would be no record), and says so.
 */
export function createStoreCheck(options: StoreCheckOptions): () => Promise<void> {
  const { problems, reserve, dataDir } = options;
  const write = async (): Promise<void> => {
    const { store, clock } = options.context();
    await store.state.put(NAME, { at: clock.now() });
  };
  const writeOnReserve = async (): Promise<void> => {
    try {
      await write();
    } catch (error) {
      if (!(await reserve.release())) throw error;
      await write();
    }
  };
  return async () => {
    try {
      await writeOnReserve();
      if (await reserve.hold()) problems.clear("store");
      else
        problems.set(
          "store",
          `The disk of ${dataDir} is full, or almost: free some space. Gradus goes on with its reserve.`,
        );
    } catch (error) {
      problems.set(
        "store",
        `Nothing can be written down: ${messageOf(error)} Until then Gradus watches, and acts on nothing.`,
      );
    }
  };
}
