import { detect, loadMemory, readBoard, saveBoard, shardSchema, targetsOf } from "@gradus/aws";
import { createBoard } from "@gradus/detectors";
import { nodeCrypto } from "@gradus/store";
import { lookingContext } from "./runtime/looking.ts";
import { type Invocation, observed } from "./runtime/observe.ts";
import { theRoot } from "./runtime/root.ts";

/** A pass ends before the next one begins; what is left of the function's time is for writing down what was seen. */
const MOST_MS = 50_000;
const RESERVE_MS = 8_000;

/** Called by a schedule: looks at one shard of the targets that a source leads. */
export const handler = (input: unknown, invocation: Invocation): Promise<unknown> => {
  const root = theRoot();
  return observed(root.settings, invocation, async (out) => {
    const shard = shardSchema.parse(input);
    out.about({ source: shard.source, shard: `${shard.shard} of ${shard.of}` });
    const { store, clock } = root;
    const started = clock.now();
    const [memory, before] = await Promise.all([
      loadMemory(store.state, shard),
      readBoard(store.state, [shard]),
    ]);
    const { ctx, watcher } = await lookingContext(root, out, () => memory.state);
    const targets = targetsOf(nodeCrypto, ctx.targets.all(), shard);
    const ids = targets.map((t) => t.id);
    const board = createBoard();
    const left = Math.min(MOST_MS, invocation.getRemainingTimeInMillis() - RESERVE_MS);
    const done = await detect({ ctx, targets, memory, board, deadline: started + left });
    await watcher.save();
    await Promise.all([
      memory.save(ids),
      saveBoard(store.state, shard, { at: clock.now(), board, targets: ids, before }),
    ]);
    watcher.close();
    out.count("Passes");
    out.count("Looks", done.looks);
    out.count("LooksFailed", done.failed);
    out.count("TargetsFailing", done.failing);
    out.count("TasksOpened", done.opened);
    out.milliseconds("PassTime", clock.now() - started);
    out.log("info", "a pass is done", { targets: targets.length, ...done });
    return done;
  });
};
