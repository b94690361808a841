import type { AppType } from "@gradus/api";
import { hc } from "hono/client";

/** The API, typed by the routes that serve it. */
export const createClient = (transport: typeof fetch) =>
  hc<AppType>(location.origin, { fetch: transport }).api;
export type Client = ReturnType<typeof createClient>;

/** What JSON can say: a field that is not there, but none that is undefined. */
type Said<T> = T extends object ? { [K in keyof T]: Said<Exclude<T[K], undefined>> } : T;

/** The JSON of an answer. Throws what the transport throws: whatever comes back has been a success. */
export const told = async <T>(answer: Promise<{ json(): Promise<T> }>): Promise<Said<T>> =>
  (await (await answer).json()) as Said<T>;

/** The same, where the data may be any JSON at any depth, which is more than the compiler compares: its type is said. */
export const toldAs = async <T>(answer: Promise<{ json(): Promise<unknown> }>): Promise<T> =>
  (await told(answer)) as T;
