import * as z from "zod";

/** In rising order, each may what the one before may: viewers look, operators answer and pause, admins judge what was learned. */
export const roles = ["viewer", "operator", "admin"] as const;
const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** Who asked, as the API knows them. */
export const whoSchema = z.object({ actor: z.string(), role: roleSchema });
export type Who = z.infer<typeof whoSchema>;
