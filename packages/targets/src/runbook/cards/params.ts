import * as z from "zod";

/** Runbooks without parameters: the target says it all. */
export const noParams = z.strictObject({});

/** An absolute path in its one normal spelling: no "..", no doubled or trailing slash, no control characters. */
const pathParam = z.string().max(1_000).refine(isPlainPath, "an absolute path without . or ..");

function isPlainPath(path: string): boolean {
  if (path === "/") return true;
  if (!path.startsWith("/") || /[\u0000-\u001f\u007f]/.test(path)) return false;
  const parts = path.slice(1).split("/");
  return parts.every((part) => part !== "" && part !== "." && part !== "..");
}

export const fileParams = z.strictObject({ path: pathParam });

/** One variable by name, or "*" for every variable that differs from the baseline. */
export const environmentParams = z.strictObject({
  name: z.union([z.literal("*"), z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,199}$/, "a variable name")]),
});

/**
 * A version is the name of a folder, one list argument, or what AWS calls it ("shop:12"): it has no slash and does not start
 * like an option.
 */
export const VERSION = /^[A-Za-z0-9][A-Za-z0-9._+:-]{0,299}$/;
export const releaseParams = z.strictObject({ to: z.string().regex(VERSION, "a version") });

/** How much of it the target has afterwards. */
export const capacityParams = z.strictObject({ to: z.number().int().positive().max(1_000_000) });
export type CapacityParams = z.infer<typeof capacityParams>;

const identity = {
  pid: z.number().int().min(2).max(4_194_304),
  /** Epoch milliseconds: with the pid it names one process, however often the pid is used again. */
  startedAt: z.number().nonnegative(),
};

export const processParams = z.strictObject(identity);

/** Lower priority only: a positive nice value. */
export const niceParams = z.strictObject({ ...identity, nice: z.number().int().min(1).max(19) });
