import type { Answer } from "../api/client.ts";
import { Problem } from "../api/problem.ts";
import { answerWords } from "../text/answers.ts";
import { keepDraft } from "./draft.ts";
import type { Page } from "./view.ts";

/** Sends a person's answer, says whether it was the first, and shows how things stand then. */
export const send = (page: Page, escalation: string, answer: Answer): Promise<void> =>
  page.act(async () => {
    const answered = await certain(() => page.client.answer(escalation, answer));
    keepDraft(escalation, "");
    await page.refresh();
    if (answered.first) page.tell("Your answer was taken.", "good");
    else page.tell(`Somebody was first: ${answerWords(answered.escalation)} That answer stands.`, "wait");
  });

/** No answer to an answer leaves open whether it arrived; sending it twice does no harm, because the first one stands. */
async function certain<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Problem && error.status === 0)
      throw new Problem(
        0,
        "Gradus did not answer: it is not certain whether your answer arrived. Send it again when the network is back; it counts once.",
      );
    throw error;
  }
}
