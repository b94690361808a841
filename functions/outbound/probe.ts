import { answerAsks, tally } from "@gradus/aws/outbound";
import { theOutbound } from "./settings.ts";

/** Called by whatever looks at targets: makes the declared checks, and reads the declared metrics pages. */
export const handler = async (payload: unknown): Promise<unknown> => {
  const { answers } = await answerAsks(theOutbound(), payload);
  console.info({ message: "asked", ...tally(answers) }); // oxlint-disable-line no-console
  return { answers };
};
