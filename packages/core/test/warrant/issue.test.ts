import { describe, expect, it } from "vitest";
import { HUMAN_WARRANT_MS, issueWarrant, POLICY_WARRANT_MS, warrantCovers } from "../../src/warrant/index.ts";
import { crypto, NOW } from "../build.ts";

const action = { runbook: "stop_process", params: { pid: 7, startedAt: 1 } };
const request = { task: "t-1", target: "shop", action, by: "policy", reason: "sure", now: NOW };
const use = { task: "t-1", target: "shop", action, now: NOW };

const id = (more: object) => issueWarrant(crypto, { ...request, ...more }).id;

describe("a warrant", () => {
  it("covers one exact action on one task, until it expires", () => {
    const warrant = issueWarrant(crypto, request);
    expect(warrantCovers(warrant, use)).toBe(true);
    const reordered = { runbook: "stop_process", params: { startedAt: 1, pid: 7 } };
    expect(warrantCovers(warrant, { ...use, action: reordered })).toBe(true);
    const other = { runbook: "stop_process", params: { pid: 8, startedAt: 1 } };
    for (const wrong of [
      { task: "t-2" },
      { target: "db" },
      { action: other },
      { now: NOW + POLICY_WARRANT_MS },
      { now: NOW - 1 },
    ])
      expect(warrantCovers(warrant, { ...use, ...wrong })).toBe(false);
  });

  it("of a person holds longer, and as long as is asked for", () => {
    expect(issueWarrant(crypto, { ...request, by: "ada" }).expiresAt).toBe(NOW + HUMAN_WARRANT_MS);
    expect(issueWarrant(crypto, { ...request, by: "ada", ttlMs: 5 }).expiresAt).toBe(NOW + 5);
  });

  it("is the same one when one attempt asks twice, and another one otherwise", () => {
    expect(id({ attempt: 1 })).toBe(id({ attempt: 1, now: NOW + 5 }));
    expect(id({ attempt: 2 })).not.toBe(id({ attempt: 1 }));
    expect(id({ attempt: 1, by: "ada" })).not.toBe(id({ attempt: 1 }));
    expect(id({})).not.toBe(id({}));
  });
});
