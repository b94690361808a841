import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import type { Answer } from "./call.ts";
import { call } from "./call.ts";
import type { World } from "./world.ts";

type Json = Record<string, unknown>;

export interface Described {
  id: string;
  method: "GET" | "POST";
  path: string;
  query: Array<{ name: string; schema: Json }>;
  body: Json | undefined;
  /** What is wrong with an answer by the document; undefined if nothing is. */
  complain(answer: Answer): string | undefined;
}

/** The operations of the document that the API serves of itself. */
export async function describedBy(
  world: World,
  headers: Record<string, string> = {},
): Promise<{ document: Json; operations: Described[] }> {
  const document: Json = (await call(world, "GET", "/api/openapi.json", undefined, headers)).json;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema(document, "api");
  const operations = Object.entries(document["paths"] as Record<string, Json>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, of]): Described => {
      const { operationId, parameters, requestBody } = of as {
        operationId: string;
        parameters?: Array<{ name: string; in: string; schema: Json }>;
        requestBody?: { content: { "application/json": { schema: Json } } };
      };
      const at = `/paths/${path.replaceAll("/", "~1")}/${method}/responses/200/content`;
      const media = Object.keys((of as { responses: { 200: { content: Json } } }).responses[200].content);
      return {
        id: operationId,
        method: method.toUpperCase() as "GET" | "POST",
        path,
        query: (parameters ?? []).filter((p) => p.in === "query"),
        body: requestBody?.content["application/json"].schema,
        complain(answer) {
          const type = (answer.headers.get("content-type") ?? "").split(";")[0] ?? "";
          const [wanted, ref] =
            answer.status === 200
              ? [media, `api#${at}/application~1json/schema`]
              : [["application/json"], "api#/components/schemas/Error"];
          if (!wanted.includes(type)) return `${type} instead of ${wanted.join(" or ")}`;
          if (type !== "application/json") return undefined;
          const check = ajv.getSchema(ref) ?? ajv.compile({ $ref: ref });
          return check(answer.json) ? undefined : ajv.errorsText(check.errors);
        },
      };
    }),
  );
  return { document, operations };
}

/** Values that a schema of the document allows. */
export function allowedBy(schema: Json, document: Json): fc.Arbitrary<unknown> {
  const of = (one: unknown): fc.Arbitrary<unknown> => allowedBy(one as Json, document);
  const {
    $ref,
    anyOf,
    enum: known,
    type,
    minLength,
    maxLength,
    pattern,
    minimum,
    maximum,
  } = schema as {
    $ref?: string;
    anyOf?: unknown[];
    enum?: unknown[];
    type?: string;
    minLength?: number;
    maxLength?: number;
    pattern?: string;
    minimum?: number;
    maximum?: number;
  };
  if ($ref !== undefined) {
    const { schemas } = document["components"] as { schemas: Record<string, Json> };
    return of(schemas[$ref.split("/").at(-1) ?? ""]);
  }
  if ("const" in schema) return fc.constant(schema["const"]);
  if (known) return fc.constantFrom(...known);
  if (anyOf) return fc.oneof(...anyOf.map(of));
  switch (type) {
    case "string":
      if (pattern !== undefined)
        return fc.stringMatching(new RegExp(pattern), { maxLength: maxLength ?? 200 });
      return fc.string({
        unit: "binary",
        minLength: minLength ?? 0,
        maxLength: Math.min(maxLength ?? 40, (minLength ?? 0) + 40),
      });
    case "integer":
      return fc.integer({ min: minimum ?? -1_000, max: maximum ?? 1_000 });
    case "number":
      return fc.double({ min: minimum ?? -1e12, max: maximum ?? 1e12, noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(of(schema["items"] ?? {}), { maxLength: 4 });
    case "object": {
      const {
        properties = {},
        required = [],
        additionalProperties,
      } = schema as {
        properties?: Record<string, Json>;
        required?: string[];
        additionalProperties?: unknown;
      };
      const fields = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, of(one)]));
      if (typeof additionalProperties === "object" && Object.keys(fields).length === 0)
        return fc.dictionary(fc.string({ maxLength: 10 }), of(additionalProperties), { maxKeys: 4 });
      return fc.record(fields, { requiredKeys: required });
    }
    case undefined:
      return fc.jsonValue();
    default:
      throw new Error(`no values for ${JSON.stringify(schema).slice(0, 200)}`);
  }
}
