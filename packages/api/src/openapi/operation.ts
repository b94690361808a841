import type * as z from "zod";

export interface Operation {
  /** Also the name of its schemas: "resolveEscalation". */
  id: string;
  method: "get" | "post";
  /** In the notation of OpenAPI: "/api/tasks/{id}". */
  path: string;
  summary: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** A schema: JSON. A media type: anything else, as text. */
  answer: z.ZodType | `${"text" | "application"}/${string}`;
}

/** Reads, and changes nothing. */
export const get = (
  id: string,
  path: string,
  summary: string,
  answer: Operation["answer"],
  query?: z.ZodObject,
) => ({ id, method: "get", path, summary, answer, ...(query ? { query } : {}) }) satisfies Operation;

/** Changes something; delivered twice, it is done once. */
export const post = (id: string, path: string, summary: string, body: z.ZodType, answer: z.ZodType) =>
  ({ id, method: "post", path, summary, body, answer }) satisfies Operation;
