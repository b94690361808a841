import { blindness, remind, sendDigests } from "@gradus/core";
import { createOnce, storeContext } from "@gradus/store";
import { createLoop } from "../detection/loop.ts";
import type { Options } from "../options.ts";
import { type Board, createBoard } from "@gradus/detectors";
import type { Cleanup } from "./cleanup.ts";
import type { Foundation } from "./foundation.ts";
import type { Identity } from "./identity.ts";
import { createPasses, type Passes } from "./passes.ts";
import type { People } from "./people.ts";
import { createRedriver } from "./redriver.ts";
import type { Registry } from "./registry.ts";
import { showWarnings, startReloading } from "./reload.ts";
import { createReserve } from "./reserve.ts";
import { startSchedules } from "./schedules.ts";
import { createStoreCheck } from "./store-check.ts";
import type { ConfiguredTargets } from "./targets.ts";
import type { Working } from "./working.ts";

/** What is seen of the targets, and what seeing remembers. */
export interface Sight {
  board: Board;
  passes: Passes;
  /** Keeps what detection remembers, so that a restart forgets nothing. */
  save(): Promise<void>;
}

export function createSight(needs: { work: Working; identity: Identity; cleanup: Cleanup }): Sight {
  const { context, parts } = needs.work;
  const board = createBoard();
  const passes = createPasses({ context: () => context, board, identity: needs.identity });
  const save = async (): Promise<void> => {
    await passes.save();
    await parts.watcher.save();
  };
  needs.cleanup.add("the memory of detection", save);
  return { board, passes, save };
}

interface Needs {
  options: Options;
  env: Readonly<Record<string, string | undefined>>;
  configured: ConfiguredTargets;
  foundation: Foundation;
  people: People;
  registry: Registry;
  identity: Identity;
  work: Working;
  sight: Sight;
  cleanup: Cleanup;
}

/** From here on Gradus looks, acts, and does its standing jobs. Open tasks go on first. */
export async function startWatching(needs: Needs): Promise<void> {
  const { options, env, foundation, people, registry, identity, work, sight, cleanup } = needs;
  const { log, problems, clock } = foundation;
  const { context, runner, parts } = work;

  const redriver = createRedriver({ context, runner, problems });
  await redriver.resume();

  const loop = createLoop({
    registry,
    pass: (target) => sight.passes.pass(target),
    missed: (target, error) => sight.board.miss(target.id, clock.now(), error),
    log,
    now: () => clock.now(),
    setTimer: (ms, fire) => clock.setTimer(ms, fire),
  });
  cleanup.add("the detection", () => loop.stop());

  const checkStore = createStoreCheck({
    context: () => context,
    problems,
    reserve: createReserve(options.dataDir),
    dataDir: options.dataDir,
  });
  const schedules = startSchedules(
    {
      checkStore,
      checkSight: async () => {
        const blind = blindness(sight.board, registry.all(), clock.now());
        if (blind === undefined) problems.clear("sight");
        else problems.set("sight", blind);
      },
      remember: () => sight.save(),
      redrive: () => redriver.redrive(),
      sendMail: () => people.outbox.flush(),
      remind: () => remind(context),
      summarise: () =>
        sendDigests(context, {
          recipients: options.mailTo,
          once: createOnce(storeContext(foundation.table)),
          problems: async () => problems.all(),
        }),
    },
    log,
  );
  cleanup.add("the schedules", () => schedules.stop());
  void checkStore();
  void people.outbox.flush();

  showWarnings(problems, needs.configured.warnings);
  loop.start();
  const follower = startReloading({
    options,
    env,
    context,
    problems,
    registry,
    loop,
    passes: sight.passes,
    board: sight.board,
    identity,
    watcher: parts.watcher,
    managers: parts.managers,
  });
  cleanup.add("the following of targets.yaml", () => follower.close());
}
