import type { DBInstance } from "@aws-sdk/client-rds";
import type { Capacity, FactOf, Sighting } from "@gradus/core";
import { sight } from "../platform/sight.ts";
import type { RdsManager } from "./describe.ts";

const GIB = 1_024 ** 3;

/** How full the storage is, and how large. `freeBytes` is undefined where CloudWatch has no value (yet). */
export function readStorage(
  instance: DBInstance,
  manager: RdsManager,
  freeBytes: number | undefined,
): Sighting[] {
  const capacity = readSize(instance, manager);
  if (!capacity) return [];
  const size = `${capacity.value} GiB of storage`;
  const seen = [sight("resource", { kind: "capacity", ...capacity }, size)];
  const usedPercent = usedOf(instance, capacity.value, freeBytes);
  if (usedPercent === undefined) return seen;
  const fact: FactOf<"disk"> = {
    kind: "disk",
    path: "storage",
    usedPercent,
    inodesPercent: 0,
    maxPercent: manager.maxStoragePercent,
  };
  return [
    sight("resource", fact, `storage: ${Math.round(usedPercent)} % of ${capacity.value} GiB used`),
    ...seen,
  ];
}

/** The storage of a cluster (Aurora) grows by itself and is not the instance's. */
export function readSize(instance: DBInstance, { maxStorageGiB }: RdsManager): Capacity | undefined {
  const { AllocatedStorage: value, Engine: engine = "" } = instance;
  if (value === undefined || value < 1 || engine.startsWith("aurora")) return undefined;
  const most = maxStorageGiB === undefined ? {} : { most: maxStorageGiB };
  return { unit: "storage_gib", value, ...most };
}

/** RDS knows that its storage is full before the metric shows it. */
function usedOf(
  { DBInstanceStatus: status }: DBInstance,
  sizeGiB: number,
  freeBytes: number | undefined,
): number | undefined {
  if (status === "storage-full") return 100;
  if (freeBytes === undefined) return undefined;
  return Math.min(100, Math.max(0, 100 * (1 - freeBytes / (sizeGiB * GIB))));
}
