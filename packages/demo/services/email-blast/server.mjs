import { start } from "#shared/service.mjs";
import { createAddressBook } from "#shared/people.mjs";
import { campaigns, render } from "./campaigns.mjs";

start({
  service: "email-blast",
  config: { batchSize: [1, 500], senderName: "string" },
  build({ config, cache, jobs, log, publicUrl }) {
    const book = createAddressBook(26_000);
    let sent = 0;
    let queued = 0;
    let position = 0;

    jobs.every("send", 2_000, () => {
      const campaign = campaigns[Math.floor(position / config.batchSize) % campaigns.length];
      const batch = Array.from({ length: config.batchSize }, () => book[position++ % book.length]);
      const bytes = batch.reduce((sum, person) => sum + render(campaign, person, publicUrl).length, 0);
      sent += batch.length;
      log.info(`campaign ${campaign.id} sent batch of ${batch.length}, ${bytes} bytes, ${sent} mails so far`);
    });
    jobs.every("enqueue", 700, () => {
      queued = (queued + config.batchSize) % 1_000;
    });
    jobs.every("poll", 25, () => {
      for (let shard = 0; shard < 10; shard += 1)
        log.debug(`queue: polled shard ${shard}, ${queued} waiting, nothing due`);
    });

    const show = (id) =>
      cache.get(`campaign:${id}`, () => {
        const campaign = campaigns[id - 1];
        return {
          id,
          name: campaign.name,
          status: "scheduled",
          recipients: campaign.recipients,
          from: config.senderName,
          preview: render(campaign, { name: "Ada" }, new URL("https://mail.example")),
        };
      });

    const digest = (user) =>
      cache.get(`digest:${user}`, () => ({
        user,
        unread: user.length,
        latest: campaigns[user.length % campaigns.length].name,
      }));

    return {
      routes: [
        [/^\/api\/campaigns$/, () => campaigns.map(({ id, name }) => ({ id, name }))],
        [/^\/api\/campaigns\/(\d+)$/, ([, id]) => (campaigns[id - 1] ? show(Number(id)) : undefined)],
        [/^\/api\/digest\/([a-z]+)$/, ([, user]) => digest(user)],
      ],
      visits: [
        "/api/campaigns/1",
        "/api/campaigns",
        "/api/campaigns/2",
        "/api/digest/grace",
        "/api/campaigns/3",
      ],
      warm() {
        for (const { id } of campaigns) show(id);
        for (const user of ["ada", "grace"]) digest(user);
      },
      gauges: () => [
        ["mails_sent", "Mails sent since the start.", sent],
        ["mails_queued", "Mails that wait.", queued],
      ],
    };
  },
});
