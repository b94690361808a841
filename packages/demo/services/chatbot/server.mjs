import { createAddressBook } from "#shared/people.mjs";
import { start } from "#shared/service.mjs";
import { bestIntent, trainIndex } from "./intents.mjs";

start({
  service: "chatbot",
  config: { minConfidence: [0, 1], language: "string" },
  uses: [{ name: "email-blast", variable: "EMAIL_BLAST_URL", required: false, probePath: "/api/digest/ada" }],
  build({ config, cache, jobs, log, publicUrl, dependencies }) {
    const customers = createAddressBook(26_000);
    let index = trainIndex();
    let answered = 0;

    jobs.every("train", 3_000, () => {
      index = trainIndex();
      log.info(`intents trained: ${index.length} intents, ${answered} questions answered`);
    });
    jobs.every("poll", 25, () => {
      for (let room = 0; room < 10; room += 1)
        log.debug(`rooms: polled room ${room}, ${answered} answered, nobody typing`);
    });

    const answer = (question) =>
      cache.get(`ask:${question}`, () => {
        const { intent, confidence } = bestIntent(index, question);
        if (confidence < config.minConfidence)
          return { intent: "unknown", answer: "Sorry, I did not get that." };
        return { intent: intent.id, answer: intent.answer, language: config.language };
      });
    const ask = (question) => {
      answered += 1;
      return answer(question);
    };

    return {
      routes: [
        [/^\/api\/ask$/, (_, query) => ask((query.get("q") ?? "").slice(0, 200))],
        [/^\/api\/customers\/(\d+)$/, ([, id]) => customers[id]],
        [
          /^\/api\/handoff\/([a-z]+)$/,
          async ([, user]) => {
            if (dependencies.length === 0)
              return { user, via: "form", url: new URL("/contact", publicUrl).href };
            const digest = await dependencies[0].get(`/api/digest/${user}`);
            return { user, via: "mail", unread: digest.unread };
          },
        ],
      ],
      visits: [
        "/api/ask?q=hours",
        "/api/ask?q=shipping",
        "/api/handoff/ada",
        "/api/ask?q=returns",
        "/api/customers/7",
      ],
      warm() {
        for (const question of ["hours", "shipping", "returns", "hello"]) answer(question);
      },
      gauges: () => [["questions_answered", "Questions answered since the start.", answered]],
    };
  },
});
