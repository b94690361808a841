import { autonomySchema, recipientSchema, sourceSchema } from "@gradus/core";
import * as z from "zod";

/** Text that holds JSON, as a list or a table does in the environment of a function. */
const json = <T>(schema: z.ZodType<T>) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.issues.push({ code: "custom", message: "not JSON", input: text });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** Everything that a function of Gradus may be told; what it is not told, it needs not. No secret: those are read by name. */
const settingsSchema = z
  .object({
    GRADUS_STAGE: z.string(),
    GRADUS_VERSION: z.string(),
    GRADUS_TABLE: z.string(),
    GRADUS_TABLE_SHARDS: z.coerce.number().int().positive(),
    /** Where Lambda has put the code. */
    LAMBDA_TASK_ROOT: z.string().default("."),
    /** The file with the deployed targets: its name beside the code, or (`sst dev`) its whole path. */
    GRADUS_TARGETS_FILE: z.string(),
    GRADUS_SHARDS: json(z.partialRecord(sourceSchema, z.number().int().positive())),
    GRADUS_LIMITS: json(z.object({ perTargetHour: z.number(), perFleetHour: z.number() })),
    GRADUS_AUTONOMY: json(autonomySchema),
    GRADUS_OBSERVE_ONLY: z.stringbool().default(false),
    GRADUS_MACHINE: z.string(),
    GRADUS_BUS: z.string(),
    GRADUS_PROBE: z.string().optional(),
    GRADUS_CONTROL: z.string().optional(),
    GRADUS_SSM_OBSERVE: z.string().optional(),
    GRADUS_SSM_ACT: z.string().optional(),
    GRADUS_URL: z.string().optional(),
    GRADUS_MAIL_FROM: z.string().optional(),
    GRADUS_MAIL_TO: json(z.array(recipientSchema)).optional(),
    GRADUS_CONFIGURATION_SET: z.string().optional(),
    GRADUS_LINK_SECRET: z.string().optional(),
  })
  .transform((env) => ({
    stage: env.GRADUS_STAGE,
    version: env.GRADUS_VERSION,
    table: env.GRADUS_TABLE,
    tableShards: env.GRADUS_TABLE_SHARDS,
    root: env.LAMBDA_TASK_ROOT,
    targetsFile: env.GRADUS_TARGETS_FILE,
    shards: env.GRADUS_SHARDS,
    limits: env.GRADUS_LIMITS,
    autonomy: env.GRADUS_AUTONOMY,
    observeOnly: env.GRADUS_OBSERVE_ONLY,
    machine: env.GRADUS_MACHINE,
    bus: env.GRADUS_BUS,
    probe: env.GRADUS_PROBE,
    control: env.GRADUS_CONTROL,
    ssm: { observe: env.GRADUS_SSM_OBSERVE, act: env.GRADUS_SSM_ACT },
    url: env.GRADUS_URL,
    mail: { from: env.GRADUS_MAIL_FROM, to: env.GRADUS_MAIL_TO, set: env.GRADUS_CONFIGURATION_SET },
    linkSecret: env.GRADUS_LINK_SECRET,
  }));
export type Settings = z.output<typeof settingsSchema>;

/** Reads the environment once. Throws a text that names each variable that is missing or wrong. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const parsed = settingsSchema.safeParse(env);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((i) => `${i.path.join(".")}: ${i.message}`).join("; ");
  throw new Error(`this function is not set up as it should be: ${wrong}`);
}

/** A setting that this function was to be told. */
export function needed(value: string | undefined, name: string): string {
  if (value === undefined || value === "") throw new Error(`this function was not told ${name}`);
  return value;
}
