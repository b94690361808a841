import { createAddressBook } from "#shared/people.mjs";
import { start } from "#shared/service.mjs";
import { feedOf, trendingTags } from "./posts.mjs";

start({
  service: "social-media",
  config: { feedLength: [1, 50], trendingWindowMinutes: [1, 1_440] },
  uses: [{ name: "email-blast", variable: "EMAIL_BLAST_URL", required: true, probePath: "/api/digest/ada" }],
  build({ config, cache, jobs, log, dependencies: [mail] }) {
    const members = createAddressBook(26_000);
    let trending = trendingTags(members);

    jobs.every("trending", 2_500, () => {
      trending = trendingTags(members);
      log.info(
        `trending over ${config.trendingWindowMinutes} min: ${trending.map(({ tag }) => tag).join(", ")}`,
      );
    });
    jobs.every("poll", 25, () => {
      for (let shard = 0; shard < 10; shard += 1)
        log.debug(`fanout: polled shard ${shard}, 0 posts, nothing to deliver`);
    });

    const feed = (user) =>
      cache.get(`feed:${user}`, () => ({ user, posts: feedOf(user, config.feedLength) }));

    return {
      routes: [
        [/^\/api\/feed\/([a-z]+)$/, ([, user]) => feed(user)],
        [/^\/api\/trending$/, () => cache.get("trending", () => trending)],
        [
          /^\/api\/digest\/([a-z]+)$/,
          async ([, user]) => {
            const { unread, latest } = await mail.get(`/api/digest/${user}`);
            return { user, posts: feed(user).posts.length, unread, latest };
          },
        ],
      ],
      visits: ["/api/feed/ada", "/api/trending", "/api/digest/ada", "/api/feed/grace", "/api/feed/alan"],
      warm() {
        for (const user of ["ada", "grace", "alan"]) feed(user);
      },
      gauges: () => [["members", "Members.", members.length]],
    };
  },
});
