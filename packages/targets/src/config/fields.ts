import { resolve } from "node:path";
import * as z from "zod";

/** A mapping in which an unknown key is an error that names the known ones. */
export function mapping<S extends z.core.$ZodLooseShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? known.join(", ") : undefined),
  });
}

export const text = z.string().min(1, "some text").max(2_000, "at most 2,000 characters");

export const words = z
  .array(text, {
    error: 'a list of words such as ["node", "server.js"]: no shell is involved',
  })
  .min(1, "a list with at least one word");

/** Digits may be text, where a placeholder gave them. */
const digits = (value: unknown): unknown =>
  typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
const whole = (least: number, most: number, expected: string): z.ZodType<number> =>
  z.preprocess(digits, z.number(expected).int(expected).min(least, expected).max(most, expected));

export const port = whole(1, 65_535, "a port from 1 to 65535");
export const days = whole(0, 36_500, "a number of days");
export const count = whole(1, 1_000_000, "a whole number from 1");
export const httpStatus = whole(100, 599, "an HTTP status from 100 to 599");

const isUrl = (value: string): boolean => {
  try {
    return /^https?:$/.test(new URL(value).protocol) && /^https?:\/\/[^/]/i.test(value);
  } catch {
    return false;
  }
};
export const url = z.string("an http:// or https:// address").refine(isUrl, "an http:// or https:// address");

/** A path, relative to the folder of the file. A final `/*` stays. */
export const pathIn = (folder: string): z.ZodType<string> =>
  text.transform((value) => resolve(folder, value));

const ADDRESS = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]+)):(\d{1,5})$/;
export const address: z.ZodType<{ host: string; port: number }> = z
  .string('host:port such as "127.0.0.1:5432"')
  .transform((value, context) => {
    const [, six, four, digits] = ADDRESS.exec(value) ?? [];
    const port = Number(digits);
    const host = six ?? four;
    if (host !== undefined && port >= 1 && port <= 65_535) return { host, port };
    context.addIssue({ code: "custom", message: 'host:port such as "127.0.0.1:5432"' });
    return z.NEVER;
  });

const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
type Day = (typeof WEEK)[number];
const dayList = z.array(z.enum(WEEK)).min(1, "at least one day");

/** "daily", "weekend", "mon-fri", "sun" or a list of days. */
export const weekdays: z.ZodType<Day[]> = z.unknown().transform((value, context): Day[] => {
  const listed = dayList.safeParse(value);
  if (listed.success) return [...new Set(listed.data)];
  if (value === "daily") return [...WEEK];
  if (value === "weekend") return ["sat", "sun"];
  const [, from, to = from] = /^([a-z]{3})(?:-([a-z]{3}))?$/.exec(String(value)) ?? [];
  const [first, last] = [WEEK.findIndex((d) => d === from), WEEK.findIndex((d) => d === to)];
  if (first >= 0 && last >= first) return WEEK.slice(first, last + 1);
  if (first >= 0 && last >= 0) return [...WEEK.slice(first), ...WEEK.slice(0, last + 1)];
  context.addIssue({ code: "custom", message: 'a list of mon … sun, or "mon-fri", "weekend", "daily"' });
  return z.NEVER;
});

export const zone = z.string("a time zone").refine((value) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions();
    return true;
  } catch {
    return false;
  }
}, 'a time zone such as "Europe/Berlin"');

export const clockTime = z
  .string("a time of day such as 22:00")
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day such as 22:00");

export const variableName = z
  .string("the name of an environment variable")
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "the name of an environment variable");
