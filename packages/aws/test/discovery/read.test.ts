import { parseTarget } from "@gradus/core";
import { expect, test } from "vitest";
import { readTagged } from "../../src/discovery/read.ts";

const PLACE = "eu-central-1:111122223333";
const ecs = (cluster: string, name: string) => `arn:aws:ecs:${PLACE}:service/${cluster}/${name}`;
const lambda = (name: string) => `arn:aws:lambda:${PLACE}:function:${name}`;
const rds = (name: string) => `arn:aws:rds:${PLACE}:db:${name}`;
const ec2 = (name: string) => `arn:aws:ec2:${PLACE}:instance/${name}`;
const tagged = (arn: string, tags: Record<string, string> = { "gradus:managed": "approve" }) => ({
  arn,
  tags: new Map(Object.entries({ "gradus:managed": "approve", ...tags })),
});
const found = (...arns: string[]) => readTagged(arns.map((arn) => tagged(arn)));
const ids = (...arns: string[]) => found(...arns).targets.map(({ id }) => id);

test("a resource of each kind becomes a target that its adapter can work on", () => {
  const { targets, problems } = found(
    ecs("prod", "Shop_Web"),
    lambda("orders"),
    rds("main"),
    ec2("i-0123456789abcdef0"),
  );
  expect(problems).toEqual([]);
  const byId = new Map(targets.map((target) => [target.id, target]));
  expect(byId.get("shop-web")).toMatchObject({
    host: "none",
    manager: { kind: "ecs", cluster: "prod", service: "Shop_Web" },
    release: { kind: "platform" },
    intervalMs: 60_000,
  });
  expect(byId.get("orders")).toMatchObject({
    manager: { kind: "lambda", function: "orders", alias: "live" },
    release: { kind: "platform" },
  });
  expect(byId.get("main")).toMatchObject({ manager: { kind: "rds", instance: "main" } });
  expect(byId.get("main")?.release).toBeUndefined();
  expect(byId.get("i-0123456789abcdef0")).toMatchObject({
    host: "ssm:i-0123456789abcdef0",
    intervalMs: 60_000,
  });
  expect(byId.get("i-0123456789abcdef0")?.manager).toBeUndefined();
});

test("the tag's value is the autonomy, and what can lose data is never automatic", () => {
  const { targets } = readTagged([tagged(lambda("orders"), { "gradus:managed": "auto" })]);
  expect(targets[0]?.autonomy).toEqual({ reversible: "auto", disruptive: "auto", destructive: "approve" });
});

test.each(["true", "", "AUTO"])("a tag that says %j means the default, and is told", (value) => {
  const { targets, problems } = readTagged([tagged(lambda("orders"), { "gradus:managed": value })]);
  expect(targets[0]?.autonomy).toEqual({
    reversible: "approve",
    disruptive: "approve",
    destructive: "approve",
  });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(`"${value}"`);
});

test("the default may be stricter", () => {
  const autonomy = { reversible: "observe", disruptive: "observe", destructive: "observe" } as const;
  const { targets } = readTagged([tagged(lambda("orders"), { "gradus:managed": "true" })], { autonomy });
  expect(targets[0]?.autonomy).toEqual(autonomy);
});

test("alias, owner, dependencies and health come from tags", () => {
  const { targets, problems } = readTagged([
    tagged(lambda("orders"), {
      "gradus:alias": "prod",
      "gradus:owner": "team shop",
      "gradus:depends-on": "main  queue orders",
      "gradus:health": "https://shop.example/health",
    }),
  ]);
  expect(problems).toEqual([]);
  expect(targets[0]).toMatchObject({
    manager: { alias: "prod" },
    owner: "team shop",
    dependsOn: ["main", "queue"],
    health: [{ kind: "http", url: "https://shop.example/health" }],
  });
});

test.each(["file:///etc/passwd", "ftp://shop.example", "shop.example"])("%s is no health check", (url) => {
  const { targets, problems } = readTagged([tagged(lambda("orders"), { "gradus:health": url })]);
  expect(targets[0]?.health).toEqual([]);
  expect(problems[0]).toContain(url);
});

test("names that several kinds have get their kind before them, and the cluster where that is not enough", () => {
  expect(ids(ecs("prod", "api"), lambda("api"), rds("main"))).toEqual(["ecs-api", "lambda-api", "main"]);
  expect(ids(ecs("blue", "api"), ecs("green", "api"))).toEqual(["ecs-blue-api", "ecs-green-api"]);
});

test("ids do not depend on the order in which AWS lists the resources", () => {
  const all = [ecs("prod", "api"), lambda("api"), lambda("ecs-api"), rds("main")];
  expect(ids(...all.toReversed())).toEqual(ids(...all));
  expect(new Set(ids(...all)).size).toBe(4);
});

test("what cannot be understood is told and leaves the others alone", () => {
  const { targets, problems } = readTagged([
    tagged(`arn:aws:ecs:${PLACE}:service/old-form`),
    tagged(`arn:aws:sqs:${PLACE}:jobs`),
    tagged("nonsense"),
    tagged(lambda("___")),
    tagged(lambda("x".repeat(64))),
    tagged(lambda("orders"), { "gradus:depends-on": "UPPER main" }),
  ]);
  expect(targets.map(({ id, dependsOn }) => ({ id, dependsOn }))).toEqual([
    { id: "orders", dependsOn: ["main"] },
  ]);
  expect(problems).toHaveLength(6);
});

test("what targets.yaml describes already is not watched twice", () => {
  const configured = [
    parseTarget({ id: "shop", manager: { kind: "ecs", cluster: "prod", service: "web" } }),
    parseTarget({ id: "pay", manager: { kind: "lambda", function: "pay", alias: "v2" } }),
    parseTarget({ id: "nginx", host: "ssm:i-0123456789abcdef0" }),
  ];
  const all = [ecs("prod", "web"), ecs("test", "web"), lambda("pay"), ec2("i-0123456789abcdef0")].map((a) =>
    tagged(a),
  );
  expect(readTagged(all, { configured }).targets.map(({ manager }) => manager)).toEqual([
    { kind: "ecs", cluster: "test", service: "web" },
  ]);
});
