import type { Releases } from "@gradus/core";

/** The version that is in place, and since when. */
export type Version = NonNullable<Awaited<ReturnType<Releases["current"]>>>;
