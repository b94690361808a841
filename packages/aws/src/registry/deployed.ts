import { readFileSync } from "node:fs";
import { type Target, targetSchema } from "@gradus/core";
import * as z from "zod";

/** The targets that were deployed, from the file that lies beside a function's code. Throws for one that holds no targets. */
export const readDeployed = (file: string): Target[] =>
  z.array(targetSchema).parse(JSON.parse(readFileSync(file, "utf8")));
