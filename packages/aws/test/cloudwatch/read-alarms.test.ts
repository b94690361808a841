import { expect, test } from "vitest";
import { readAlarms } from "../../src/cloudwatch/read-alarms.ts";

test("an alarm that fires tells why and since when, a quiet one that it is quiet", () => {
  const since = new Date(1_700_000_000_000);
  const seen = readAlarms(
    ["late", "full"],
    [
      { AlarmName: "full", StateValue: "OK", StateReason: "fine" },
      {
        AlarmName: "late",
        StateValue: "ALARM",
        StateReason: "Threshold Crossed",
        StateTransitionedTimestamp: since,
        StateUpdatedTimestamp: new Date(since.getTime() + 1),
      },
    ],
  );
  expect(seen.map(({ fact }) => fact)).toEqual([
    { kind: "alarm", name: "late", state: "alarm", reason: "Threshold Crossed", since: since.getTime() },
    { kind: "alarm", name: "full", state: "ok", reason: "fine" },
  ]);
  expect(seen.map(({ source }) => source)).toEqual(["metric", "metric"]);
});

test("an alarm that does not exist is told, and does not pass for a quiet one", () => {
  expect(readAlarms(["gone"], []).map(({ fact }) => fact)).toEqual([
    { kind: "alarm", name: "gone", state: "insufficient", reason: "there is no alarm of this name" },
  ]);
});
