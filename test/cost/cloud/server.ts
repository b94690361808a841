import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Json } from "../../../packages/local/src/runner/index.ts";
import type { Meter } from "./meter.ts";
import type { Steps } from "./steps.ts";
import type { CountedTable } from "./table.ts";

export interface Services {
  delays: Readonly<{ table: number; other: number }>;
  table: CountedTable;
  steps: Pick<Steps, "start" | "answer" | "describe">;
  count: Meter["count"];
  invoke(name: string, payload: unknown, caller: string): Promise<unknown>;
  published(type: string, detail: string): void;
}

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body: string;
}

/** The APIs of AWS that the functions call, at one address; who calls is the first part of the path. */
export async function listen(services: Services): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void answer(services, request).then(
      ({ status = 200, headers = {}, body }) => response.writeHead(status, headers).end(body),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

async function answer(services: Services, request: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString("utf8");
  const [, caller = "", ...path] = (request.url ?? "").split("/");
  const [service = "", operation = ""] = String(request.headers["x-amz-target"] ?? "").split(".");
  if (service === "DynamoDB_20120810") {
    await sleep(services.delays.table);
    return services.table.call(operation, body);
  }
  await sleep(services.delays.other);
  const invoked = /functions\/gradus-cost-([\w-]+)\/invocations/.exec(path.join("/"))?.[1];
  if (invoked !== undefined) return invocation(services, invoked, body, caller);
  if (body.includes("Action=SendRawEmail")) return mail(services);
  return { body: JSON.stringify(await other(services, operation, JSON.parse(body) as Asked)) };
}

async function invocation(services: Services, name: string, body: string, caller: string): Promise<Answer> {
  try {
    return { body: JSON.stringify(await services.invoke(name, JSON.parse(body), caller)) };
  } catch (error) {
    const errorMessage = error instanceof Error ? error.message : String(error);
    return { headers: { "x-amz-function-error": "Unhandled" }, body: JSON.stringify({ errorMessage }) };
  }
}

function mail(services: Services): Answer {
  services.count("mails", 1);
  const result = "<SendRawEmailResult><MessageId>1</MessageId></SendRawEmailResult>";
  return { body: `<SendRawEmailResponse>${result}</SendRawEmailResponse>` };
}

interface Asked {
  name?: string;
  input?: string;
  taskToken?: string;
  output?: string;
  executionArn?: string;
  Entries?: Array<{ DetailType: string; Detail: string }>;
}

async function other({ steps, ...services }: Services, operation: string, asked: Asked): Promise<unknown> {
  switch (operation) {
    case "StartExecution":
      await steps.start(asked.name ?? "", JSON.parse(asked.input ?? "{}") as Json);
      return { executionArn: `arn:${asked.name}`, startDate: 0 };
    case "SendTaskSuccess":
      await steps.answer(asked.taskToken ?? "", JSON.parse(asked.output ?? "{}") as Json);
      return {};
    case "SendTaskHeartbeat":
      return {};
    case "DescribeExecution": {
      const name = asked.executionArn?.split(":").at(-1) ?? "";
      return { ...(await steps.describe(name)), executionArn: asked.executionArn, name, startDate: 0 };
    }
    case "PutEvents":
      for (const { DetailType, Detail } of asked.Entries ?? []) {
        // Billed by 64 KB.
        services.count("events", Math.ceil(Detail.length / 65_536));
        services.published(DetailType, Detail);
      }
      return { FailedEntryCount: 0, Entries: (asked.Entries ?? []).map(() => ({ EventId: "1" })) };
    case "GetSecretValue":
      services.count("secretCalls", 1);
      return { SecretString: "0123456789".repeat(6) };
    case "GetResources":
      return { ResourceTagMappingList: [] };
    default:
      throw new RangeError(`nothing here answers ${operation}`);
  }
}
