import type { World } from "./world.ts";
import { HOST } from "./world.ts";

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came back
  json: any;
}

/** One request as a program sends it. */
export async function call(
  world: Pick<World, "app">,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await world.app.request(`http://${HOST}${path}`, {
    method,
    headers: {
      host: HOST,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = (response.headers.get("content-type") ?? "").startsWith("application/json");
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  };
}

/** A page, as a browser asks for it. */
export const open = (world: Pick<World, "app">, path: string, headers: Record<string, string> = {}) =>
  call(world, "GET", path, undefined, { accept: "text/html", ...headers });

/** The form behind a signed link, as a browser sends it (from a page without a referrer, and so without an origin). */
export const submit = (
  world: Pick<World, "app">,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
) =>
  call(world, "POST", path, new URLSearchParams(fields).toString(), {
    "content-type": "application/x-www-form-urlencoded",
    accept: "text/html",
    origin: "null",
    "sec-fetch-site": "same-origin",
    ...headers,
  });
