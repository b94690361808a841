import type { AppType } from "@gradus/api";
import { hc } from "hono/client";

/** The API, typed by the routes that serve it. */
export const createClient = (transport: typeof fetch) =>
  hc<AppType>(location.origin, { fetch: transport }).api;
export type Client = ReturnType<typeof createClient>;

/** The JSON of an answer. Throws what the transport throws: whatever comes back has been a success. */
export const told = async <T>(answer: Promise<{ json(): Promise<T> }>): Promise<T> => (await answer).json();
