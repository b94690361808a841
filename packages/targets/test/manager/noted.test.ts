import { parseTarget, type ServiceStatus, type Target } from "@gradus/core";
import { expect, test } from "vitest";
import { noteMains } from "../../src/manager/index.ts";

test("what a manager said last of its process is known at once, on that host only, and no longer once it is down", async () => {
  let says: ServiceStatus = { running: true, pid: 42, recentStarts: 0 };
  const orders: string[] = [];
  const order = async (target: Target): Promise<void> => void orders.push(target.id);
  const noted = noteMains(() => ({ status: async () => says, start: order, stop: order, restart: order }));
  const shop = parseTarget({ id: "shop", host: "ssm:i-1" });
  expect(noted.targetOf(42, "ssm:i-1")).toBeUndefined();
  expect(await noted.manager(shop).status(shop)).toEqual(says);
  expect([noted.targetOf(42, "ssm:i-1"), noted.targetOf(42, "ssm:i-2")]).toEqual(["shop", undefined]);
  says = { running: false, recentStarts: 0 };
  await noted.manager(shop).status(shop);
  expect(noted.targetOf(42, "ssm:i-1")).toBeUndefined();
  await noted.manager(shop).restart(shop);
  expect(orders).toEqual(["shop"]);
});
