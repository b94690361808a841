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
import { type Operation, operations } from "./operations.ts";

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
  const paths: Record<string, Json> = {};
  for (const operation of operations)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation, of.bearer) };
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
      schemas: components(),
      responses: {
        Error: { description: "Refused, with the reason.", content: json(reference("Error")) },
      },
      ...(of.bearer ? { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } } : {}),
    },
    security: of.bearer ? [{ bearer: [] }] : [],
  };
}

function describe({ id, method, path, summary, query, body, answer }: Operation, bearer: boolean): Json {
  const names = [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
  const inPath = names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } }));
  const parameters = [...inPath, ...(query ? queryParameters(query) : [])];
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
    ...(method === "post" && body
      ? { requestBody: { required: true, content: json(schemaOf(body, "input")) } }
      : {}),
    responses: {
      200: {
        description: "As asked.",
        content:
          typeof answer === "string"
            ? { [answer]: { schema: { type: answer === "application/json" ? "object" : "string" } } }
            : json(schemaOf(answer, "output")),
      },
      default: { $ref: "#/components/responses/Error" },
    },
  };
}

const json = (schema: Json): Json => ({ "application/json": { schema } });
const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

function queryParameters(query: z.ZodObject): Json[] {
  const { properties = {}, required = [] } = schemaOf(query, "input") as {
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

/** A schema with references to the named ones in it. */
function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, one] of Object.entries(named)) registry.add(one, { id });
  const known = registry.get(schema);
  if (known) return reference(known.id);
  registry.add(schema, { id: "this" });
  return withoutHead(inJson(registry, io)["this"] ?? {});
}

function components(): Record<string, Json> {
  const registry = z.registry<{ id: string }>();
  for (const [id, one] of Object.entries(named)) registry.add(one, { id });
  return Object.fromEntries(
    Object.entries(inJson(registry, "output")).map(([id, schema]) => [id, withoutHead(schema)]),
  );
}

function inJson(registry: z.core.$ZodRegistry<{ id: string }>, io: "input" | "output"): Record<string, Json> {
  const uri = (id: string): string => `#/components/schemas/${id}`;
  const { schemas } = z.toJSONSchema(registry, { io, uri, unrepresentable: "any" });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, { ...schema }]));
}

const withoutHead = ({ $schema: _schema, $id: _id, ...rest }: Json): Json => rest;
