import { borrowMemory, shardOf } from "@gradus/aws";
import type { StateStore, TargetRegistry } from "@gradus/core";
import { nodeCrypto } from "@gradus/store";
import type { Root } from "./root.ts";

/** What detection remembers of the targets, to look with and not to keep. */
export const borrowed = ({ store, settings }: Root, targets: TargetRegistry): StateStore =>
  borrowMemory(store.state, (id) => {
    const target = targets.get(id);
    return target && shardOf(nodeCrypto, target, settings.shards);
  });
