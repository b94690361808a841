import { errorCodes } from "@gradus/core";
import * as z from "zod";

/** The one shape in which anything is refused. */
export const errorBodySchema = z.object({
  error: z.object({
    code: z.enum(errorCodes),
    /** What happened and what to do, for people. */
    message: z.string(),
    /** As in x-request-id, and in the log. */
    requestId: z.string(),
    details: z.exactOptional(z.record(z.string(), z.unknown())),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;
