import { expect, test } from "vitest";
import { type CallValues, readCalls } from "../../src/lambda/read-calls.ts";
import { readFunctionStatus } from "../../src/lambda/status.ts";

const orders = { kind: "lambda", function: "orders", alias: "live", maxErrorRate: 0.1 } as const;
const none: CallValues = { invocations: [], errors: [], throttles: [], longest: [] };
const facts = (values: Partial<CallValues>, timeoutS?: number) =>
  readCalls(orders, { ...none, ...values }, { version: "7", timeoutS }).map(({ fact }) => fact);

test("calls, failures and throttles of five minutes are added up", () => {
  const seen = facts({ invocations: [10, 30], errors: [4, 4], throttles: [2], longest: [2_900, 120.5] }, 3);
  expect(seen).toEqual([
    { kind: "calls", calls: 40, errors: 8, throttles: 2, maxMs: 2_900, limitMs: 3_000 },
    { kind: "error_rate", rate: 0.2, max: 0.1, requests: 40 },
  ]);
});

test("without calls there is no error rate, and nothing is said of how long they took", () => {
  expect(facts({ throttles: [9] })).toEqual([{ kind: "calls", calls: 0, errors: 0, throttles: 9 }]);
});

test("a function whose calls all fail has a rate of one, even where errors were counted late", () => {
  expect(facts({ invocations: [3], errors: [5] })[1]).toMatchObject({ rate: 1 });
});

test("an active function runs, a failed one does not", () => {
  expect(readFunctionStatus({ State: "Active" }, undefined)).toEqual({ running: true, recentStarts: 0 });
  expect(readFunctionStatus({ State: "Failed" }, undefined)).toEqual({ running: false, recentStarts: 0 });
});

test("a function without any concurrency was switched off on purpose", () => {
  expect(readFunctionStatus({ State: "Active" }, 0)).toMatchObject({
    running: false,
    stoppedOnPurpose: true,
  });
});

test("a function that AWS works on is not taken for down", () => {
  expect(readFunctionStatus({ State: "Pending", StateReason: "creating" }, undefined).unknown).toContain(
    "creating",
  );
  expect(readFunctionStatus({ State: "Inactive" }, undefined).unknown).toBeDefined();
});
