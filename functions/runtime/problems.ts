import { allShards, readBoard, type SavedBoard } from "@gradus/aws";
import { blindness, type TargetRegistry } from "@gradus/core";
import type { Root } from "./root.ts";

/** A detector that has not come to its end for this long is not watching. */
const LATE_MS = 5 * 60_000;

/** What was last seen of all targets. */
export const boardOf = ({ settings, store }: Root): Promise<SavedBoard> =>
  readBoard(store.state, allShards(settings.shards));

/** What is wrong with Gradus itself, one sentence each, as far as the table shows it. */
export async function problemsOf(root: Root, board: SavedBoard, targets: TargetRegistry): Promise<string[]> {
  const now = root.clock.now();
  const late = board.passes.flatMap(({ shard, at }) => {
    const name = `${shard.source} (shard ${shard.shard + 1} of ${shard.of})`;
    if (at === undefined) return [`The ${name} detector has never come to its end: look at its log.`];
    const minutes = Math.round((now - at) / 60_000);
    return now - at > LATE_MS
      ? [`The ${name} detector came to its end ${minutes} minutes ago: look at its log.`]
      : [];
  });
  // Of a detector that is late as a whole its targets are not named one by one.
  const blind = late.length > 0 ? undefined : blindness(board, targets.all(), now);
  return [...late, ...(blind === undefined ? [] : [blind]), ...(await root.discovered()).problems];
}
