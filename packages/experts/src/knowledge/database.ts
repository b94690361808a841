import type { FaultClass } from "@gradus/core";
import type { FindingId } from "../findings/find.ts";
import type { Family } from "./schema.ts";

/** Faults inside a database or proxy whose remedies are not service runbooks: known, so that no restart is tried on them. */
const inside = (
  fault: FaultClass,
  sign: FindingId,
  explains: string,
  withoutAction: string,
  restart: string,
): Family => ({
  fault,
  explains,
  blames: "target",
  prior: -2.5,
  speaksFor: { [sign]: 4, parameter_drift: fault === "bad_parameter" ? 2 : 0 },
  speaksAgainst: { down: -1.5 },
  expects: [{ any: [sign], otherwise: "its log does not say so" }],
  refutedBy: ["down"],
  treatments: [],
  traps: ["restart-service", "restart-clean"].map((runbook) => ({ runbook, why: restart })),
  predicts: withoutAction,
  withoutAction,
  specialist: "database",
});

export const databaseFamilies: readonly Family[] = [
  inside(
    "lock_contention",
    "log_lock_wait",
    "A session holds a lock and does nothing.",
    "End the session that blocks, not those that wait.",
    "everyone is thrown out for the sake of one session",
  ),
  inside(
    "lost_grant",
    "log_grant",
    "A right was revoked.",
    "Grant exactly the right that was lost.",
    "the right is still missing after a restart",
  ),
  inside(
    "replication",
    "log_replica",
    "It follows a primary that is gone.",
    "Promote it if the baseline says that it is the primary.",
    "its role is kept over a restart",
  ),
  inside(
    "bad_parameter",
    "log_parameter",
    "A limit is set too low.",
    "Put the parameter back to the baseline's value and reload.",
    "the limit is as low after a restart",
  ),
];
