import { useControl } from "@gradus/aws/outbound";
import { theOutbound } from "./settings.ts";

/** Called by what acts: uses one declared HTTP control of a target. */
export const handler = async (payload: unknown): Promise<unknown> => {
  const answer = await useControl(theOutbound(), payload);
  console.info({ message: "a control was used", ...answer }); // oxlint-disable-line no-console
  return answer;
};
