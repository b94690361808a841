import type { DBInstance } from "@aws-sdk/client-rds";
import { expect, test } from "vitest";
import { readStorage } from "../../src/rds/read-storage.ts";
import { readInstanceStatus } from "../../src/rds/status.ts";

const GIB = 1_024 ** 3;
const db = { kind: "rds", instance: "orders", maxStorageGiB: 200, maxStoragePercent: 85 } as const;
const instance: DBInstance = { DBInstanceStatus: "available", AllocatedStorage: 100, Engine: "postgres" };
const facts = (of: DBInstance, free?: number) => readStorage(of, db, free).map(({ fact }) => fact);

test("used storage is what is not free of what was allocated", () => {
  expect(facts(instance, 10 * GIB)).toEqual([
    { kind: "disk", path: "storage", usedPercent: 90, inodesPercent: 0, maxPercent: 85 },
    { kind: "capacity", unit: "storage_gib", value: 100, most: 200 },
  ]);
});

test("without a value of free space nothing is said of used space", () => {
  expect(facts(instance)).toEqual([{ kind: "capacity", unit: "storage_gib", value: 100, most: 200 }]);
});

test("storage that RDS calls full is full, whatever the metric still says", () => {
  const full = { ...instance, DBInstanceStatus: "storage-full" };
  expect(facts(full, 10 * GIB)[0]).toMatchObject({ usedPercent: 100 });
});

test("more free than allocated, as right after growing, is not less than nothing used", () => {
  expect(facts(instance, 120 * GIB)[0]).toMatchObject({ usedPercent: 0 });
});

test("the storage of an Aurora cluster is not the instance's", () => {
  expect(facts({ ...instance, Engine: "aurora-postgresql", AllocatedStorage: 1 }, GIB)).toEqual([]);
});

test.each(["available", "storage-optimization"])("a database that is %s runs", (status) => {
  expect(readInstanceStatus(status)).toEqual({ running: true, recentStarts: 0 });
});

test.each(["stopped", "failed", "incompatible-parameters"])(
  "a database that is %s does not run",
  (status) => {
    expect(readInstanceStatus(status)).toEqual({ running: false, recentStarts: 0 });
  },
);

test.each(["modifying", "backing-up", "rebooting", "storage-full", "a status of tomorrow", undefined])(
  "of a database that is %s it is not known, so that nobody acts on it",
  (status) => {
    expect(readInstanceStatus(status).unknown).toBeDefined();
  },
);
