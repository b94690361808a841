import * as z from "zod";

/** Faults of the demo fleet, and what each can be done to. Empty where there is none. */
export const faultListSchema = z.object({
  faults: z.array(z.object({ id: z.string(), title: z.string(), targets: z.array(z.string()) })),
});

export const injectedSchema = z.object({ target: z.string(), type: z.string(), cause: z.string() });
