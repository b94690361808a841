import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { isGradusError } from "@gradus/core";
import { afterEach, expect, test } from "vitest";
import { createClients } from "../../src/clients/create.ts";
import { describeService } from "../../src/ecs/describe.ts";
import { canned } from "../support/canned.ts";

const shop = { kind: "ecs", cluster: "prod", service: "shop" } as const;
let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

async function askedOf(status: number, body: unknown): Promise<unknown> {
  const server = await canned(() => ({ status, body }));
  close = server.close;
  return describeService(createClients(server.options).ecs, shop).catch((error: unknown) => error);
}

test.each([
  ["AccessDeniedException", 400, "forbidden"],
  ["UnrecognizedClientException", 400, "forbidden"],
  ["ThrottlingException", 400, "unavailable"],
  ["ServerException", 500, "unavailable"],
  ["InvalidParameterException", 400, "invalid_input"],
  ["ServiceNotActiveException", 400, "conflict"],
])("%s becomes a GradusError that names the call", async (name, status, code) => {
  const error = await askedOf(status, { __type: name, message: "no" });
  if (!isGradusError(error)) throw new Error(`no GradusError: ${String(error)}`);
  expect(error.code).toBe(code);
  expect(error.message).toMatch(/^ecs:DescribeServices: /);
});

test("a service that does not answer is unavailable", async () => {
  const options = { region: "eu-central-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  const { ecs } = createClients({ ...options, endpoint: "http://127.0.0.1:1" });
  await expect(describeService(ecs, shop)).rejects.toMatchObject({ code: "unavailable" });
});

test("a service that takes a request and says nothing is given up", async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  close = () =>
    new Promise((resolve) => {
      silent.close(() => resolve());
      silent.closeAllConnections();
    });
  const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const { ecs } = createClients({ region: "eu-central-1", credentials, endpoint, requestTimeoutMs: 50 });
  await expect(describeService(ecs, shop)).rejects.toMatchObject({ code: "unavailable" });
});

test("a cluster or service that is not there is an answer, not an error", async () => {
  expect(await askedOf(400, { __type: "ClusterNotFoundException", message: "no" })).toBeUndefined();
  await close?.();
  expect(await askedOf(200, { services: [], failures: [{ reason: "MISSING" }] })).toBeUndefined();
  await close?.();
  expect(await askedOf(200, { services: [{ serviceName: "shop", status: "INACTIVE" }] })).toBeUndefined();
});
