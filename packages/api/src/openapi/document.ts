import {
  actionSchema,
  attemptSchema,
  auditEventSchema,
  observationSchema,
  patternSchema,
  settingsSchema,
  taskSchema,
  taskSummarySchema,
  verdictSchema,
} from "@gradus/core";
import * as z from "zod";
import { neededFor } from "../http/role.ts";
import { errorBodySchema } from "../views/error.ts";
import { escalationViewSchema } from "../views/escalation.ts";
import { healthReportSchema, targetViewSchema } from "../views/status.ts";
import type { Operation } from "./operation.ts";
import { operations } from "./operations.ts";

type Json = Record<string, unknown>;

/** Schemas that more than one answer holds: described once, and referred to. */
const named = {
  Action: actionSchema,
  Attempt: attemptSchema,
  AuditEvent: auditEventSchema,
  Error: errorBodySchema,
  Escalation: escalationViewSchema,
  Health: healthReportSchema,
  Observation: observationSchema,
  Pattern: patternSchema,
  Settings: settingsSchema,
  Target: targetViewSchema,
  Task: taskSchema,
  TaskSummary: taskSummarySchema,
  Verdict: verdictSchema,
} as const;

/**
 * The API in OpenAPI 3.1, whose schemas are JSON Schema 2020-12: they are made by zod from what the routes parse with and
 * the views are typed by. `bearer`: a token is needed, and each operation names the role that it takes.
 */
export function describeApi(of: { version: string; bearer: boolean }): Json {
  const inputs = convert(
    operations.flatMap(({ query, body }) => [query, body].filter((schema) => schema !== undefined)),
    "input",
  );
  const outputs = convert(
    operations.flatMap(({ answer }) => (typeof answer === "string" ? [] : answer)),
    "output",
  );
  const paths: Record<string, Json> = {};
  for (const operation of operations)
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: describe(operation, { inputs, outputs, bearer: of.bearer }),
    };
  return {
    openapi: "3.1.1",
    info: {
      title: "Gradus",
      version: of.version,
      description:
        "Problems that are detected, fixed, verified and learned from. Times are epoch milliseconds.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: outputs.named,
      responses: {
        Error: { description: "Refused, with the reason.", content: json(reference("Error")) },
      },
      ...(of.bearer ? { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } } : {}),
    },
    security: of.bearer ? [{ bearer: [] }] : [],
  };
}

function describe(
  { id, method, path, summary, query, body, answer }: Operation,
  { inputs, outputs, bearer }: { inputs: Converted; outputs: Converted; bearer: boolean },
): Json {
  const names = [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
  const inPath = names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } }));
  const parameters = [...inPath, ...(query ? queryParameters(inputs.of(query)) : [])];
  return {
    operationId: id,
    summary,
    tags: [
      path
        .split("/")
        .at(path.startsWith("/api/") ? 2 : 1)
        ?.replace(".json", ""),
    ],
    ...(bearer
      ? { security: path === "/health" ? [] : [{ bearer: [neededFor(method.toUpperCase(), path)] }] }
      : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(method === "post" && body ? { requestBody: { required: true, content: json(inputs.of(body)) } } : {}),
    responses: {
      200: {
        description: "As asked.",
        content:
          typeof answer === "string"
            ? { [answer]: { schema: { type: answer === "application/json" ? "object" : "string" } } }
            : json(outputs.of(answer)),
      },
      default: { $ref: "#/components/responses/Error" },
    },
  };
}

const json = (schema: Json): Json => ({ "application/json": { schema } });
const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

function queryParameters(query: Json): Json[] {
  const { properties = {}, required = [] } = query as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

interface Converted {
  named: Record<string, Json>;
  /** A schema of those that were given, with references to the named ones in it. */
  of(schema: z.ZodType): Json;
}

/** Converts each schema once, together with the named ones. */
function convert(schemas: readonly z.ZodType[], io: "input" | "output"): Converted {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  for (const [n, schema] of schemas.entries())
    if (!registry.has(schema)) registry.add(schema, { id: `own-${n}` });
  const uri = (id: string): string => `#/components/schemas/${id}`;
  const made = new Map(
    Object.entries(z.toJSONSchema(registry, { io, uri, unrepresentable: "any" }).schemas).map(
      ([id, { $schema: _schema, $id: _id, ...rest }]): [string, Json] => [id, rest],
    ),
  );
  return {
    named: Object.fromEntries(Object.keys(named).map((id) => [id, made.get(id) ?? {}])),
    of(schema) {
      const id = registry.get(schema)?.id ?? "";
      return id in named ? reference(id) : (made.get(id) ?? {});
    },
  };
}
