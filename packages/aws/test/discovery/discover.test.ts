import { afterEach, expect, test } from "vitest";
import { createDiscoveryClients } from "../../src/clients/create.ts";
import { discover } from "../../src/discovery/discover.ts";
import { canned } from "../support/canned.ts";

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

const page = (name: string, token: string) => ({
  ResourceTagMappingList: [
    {
      ResourceARN: `arn:aws:lambda:eu-central-1:111122223333:function:${name}`,
      Tags: [{ Key: "gradus:managed", Value: "approve" }],
    },
  ],
  PaginationToken: token,
});

test("every page is read, and only what is tagged is asked for", async () => {
  const server = await canned((_, call) => ({
    body: call < 3 ? page(`f${call}`, `${call}`) : page("f3", ""),
  }));
  close = server.close;
  const { targets } = await discover(createDiscoveryClients(server.options));
  expect(targets.map(({ id }) => id)).toEqual(["f1", "f2", "f3"]);
  expect(server.asked).toHaveLength(3);
  expect(server.asked[2]).toMatchObject({ TagFilters: [{ Key: "gradus:managed" }], PaginationToken: "2" });
});

test("an account that may not be asked is an error, not an empty fleet", async () => {
  const server = await canned(() => ({
    status: 400,
    body: { __type: "AccessDeniedException", message: "no" },
  }));
  close = server.close;
  await expect(discover(createDiscoveryClients(server.options))).rejects.toMatchObject({
    code: "forbidden",
    message: expect.stringMatching(/^tag:GetResources: /),
  });
});
