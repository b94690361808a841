import { resolve } from "node:path";
import { openOutbound, type Outbound } from "@gradus/aws/outbound";
import * as z from "zod";

const settingsSchema = z.object({
  /** The file with the deployed targets: its name beside the code, or (`sst dev`) its whole path. */
  GRADUS_TARGETS_FILE: z.string().min(1),
  /** Networks that may be reached although they are not public, with commas between them. */
  GRADUS_ALLOW_NETWORKS: z.string().default(""),
  /** Where Lambda has put the code. */
  LAMBDA_TASK_ROOT: z.string().default("."),
});

let outbound: Outbound | undefined;

/** Made at the first invocation. Throws if the function is not set up as it should be: then nothing goes out. */
export const theOutbound = (): Outbound => {
  // The one place of the outbound functions where the environment is read.
  return (outbound ??= open(settingsSchema.parse(process.env))); // oxlint-disable-line node/no-process-env
};

const open = (env: z.infer<typeof settingsSchema>): Outbound =>
  openOutbound({
    targetsFile: resolve(env.LAMBDA_TASK_ROOT, env.GRADUS_TARGETS_FILE),
    allow: env.GRADUS_ALLOW_NETWORKS.split(",")
      .map((network) => network.trim())
      .filter((network) => network !== ""),
    now: () => Date.now(),
  });
