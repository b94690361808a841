import { afterAll, beforeAll, expect, it } from "vitest";
import { ask } from "../src/http.ts";
import { startFleet, type Fleet } from "./support/fleet.ts";
import { expectHealed, expectSick, inject } from "./support/inject.ts";

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({ sharedMail: true });
});
afterAll(() => fleet?.close());

it("shared_cause: all three fail, the dependents name email-blast, and one fix there heals all", async () => {
  const [mail, chatbot, social] = fleet.services;
  expect(fleet.services.map(({ at }) => at.dependsOn)).toEqual([[], ["email-blast"], ["email-blast"]]);
  const injection = await inject("shared_cause", mail!);
  await expectSick(mail!, /ECONNREFUSED/);
  for (const dependent of [chatbot!, social!]) {
    const health = async () => (await ask(dependent.at.port, "/health")).body;
    await expect
      .poll(health, { timeout: 6_000 })
      .toMatch(/"email-blast":\{"status":"failing","detail":"connect ECONNREFUSED/);
    await expectSick(dependent, /\/health gave 503/);
  }
  const digest = await ask(social!.at.port, "/api/digest/ada");
  expect([digest.status, JSON.parse(digest.body)]).toEqual([
    503,
    { error: "dependency_unavailable", dependency: "email-blast" },
  ]);
  await injection.cleanUp();
  await Promise.all(fleet.services.map((service) => expectHealed(service, injection)));
}, 40_000);
