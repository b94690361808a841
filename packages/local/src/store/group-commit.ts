import type { Operation } from "dynalite/db/index.js";

interface Waiting {
  operations: Operation[];
  done: () => void;
  failed: (error: unknown) => void;
}

/** Bytes are not counted: requests are at most 400 KB, and a batch of this many is still small. */
const MAX_GROUP = 64;

/**
 * Joins the batches that arrive while one is being written into the next one, so that waiting for the disk costs once
 * for all of them. Each batch stays atomic; all of a group fail together.
 */
export function groupCommit(
  write: (operations: Operation[]) => Promise<void>,
): (operations: Operation[]) => Promise<void> {
  const queue: Waiting[] = [];
  let writing = false;

  const drain = async (): Promise<void> => {
    writing = true;
    while (queue.length > 0) {
      const group = queue.splice(0, MAX_GROUP);
      try {
        await write(group.flatMap((one) => one.operations));
        for (const one of group) one.done();
      } catch (error) {
        for (const one of group) one.failed(error);
      }
    }
    writing = false;
  };

  return (operations) =>
    new Promise((done, failed) => {
      queue.push({ operations, done, failed });
      if (!writing) void drain();
    });
}
