import { expect, test } from "vitest";
import { mayRaisePriority } from "../../src/host/index.ts";

const HAS = "CapEff:\t0000000000800000";
const LACKS = "CapEff:\t00000000a80425fb";
const FIRST = "         0          0 4294967295";
const may = (files: Record<string, string>): boolean =>
  mayRaisePriority((path) => files[path.slice("/proc/self/".length)]);

test("a priority can be raised with CAP_SYS_NICE outside of user namespaces, or up to the resource limit", () => {
  expect(may({ status: HAS, uid_map: FIRST })).toBe(true);
  expect(may({ status: LACKS, uid_map: FIRST })).toBe(false);
  expect(may({ status: HAS, uid_map: "         0       1000          1" })).toBe(false);
  const limit = (value: string): string => `Max nice priority         ${value}                    ${value}`;
  expect(may({ status: LACKS, uid_map: FIRST, limits: limit("0") })).toBe(false);
  expect(may({ status: LACKS, uid_map: FIRST, limits: limit("19") })).toBe(false);
  expect(may({ status: LACKS, uid_map: FIRST, limits: limit("20") })).toBe(true);
  expect(may({ status: LACKS, uid_map: FIRST, limits: limit("unlimited") })).toBe(true);
  expect(may({})).toBe(false);
});
