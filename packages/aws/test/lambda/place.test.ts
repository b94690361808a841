import { afterEach, expect, test } from "vitest";
import { createClients } from "../../src/clients/create.ts";
import { placeVersion } from "../../src/lambda/releases.ts";
import { canned } from "../support/canned.ts";

const orders = { kind: "lambda", function: "orders", alias: "live", maxErrorRate: 0.1 } as const;
let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

const alias = { Name: "live", FunctionVersion: "3", RevisionId: "r1" };

test("an alias that somebody else changes at the same time is a conflict, not overwritten", async () => {
  const server = await canned((_, call) =>
    call === 1
      ? { body: alias }
      : {
          status: 412,
          body: { __type: "PreconditionFailedException", message: "the revision is another one" },
        },
  );
  close = server.close;
  const placed = placeVersion(createClients(server.options).lambda, orders, "2");
  await expect(placed).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/^lambda:UpdateAlias: /),
  });
  expect(server.asked[1]).toEqual({
    FunctionVersion: "2",
    RevisionId: "r1",
    RoutingConfig: { AdditionalVersionWeights: {} },
  });
});

test("a version that is in place for a part of the calls only is put in place for all", async () => {
  const split = { ...alias, RoutingConfig: { AdditionalVersionWeights: { "4": 0.1 } } };
  const server = await canned(() => ({ body: split }));
  close = server.close;
  await placeVersion(createClients(server.options).lambda, orders, "3");
  expect(server.asked).toHaveLength(2);
});

test("a version that is in place already is not put there again", async () => {
  const server = await canned(() => ({ body: alias }));
  close = server.close;
  await placeVersion(createClients(server.options).lambda, orders, "3");
  expect(server.asked).toHaveLength(1);
});
