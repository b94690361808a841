import { createOnce } from "@gradus/store";
import { storeContext } from "@gradus/store/rows";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TestStore } from "../../support/store.ts";
import { overAdapters } from "./adapters.ts";

overAdapters("what is done once", (open) => {
  let t: TestStore;
  const once = () => createOnce(storeContext({ ...t, client: t.embedded.client, table: t.embedded.table }));
  const counted = () => {
    const counter = { runs: 0, work: async () => void counter.runs++ };
    return counter;
  };
  beforeEach(async () => {
    t = await open();
  });
  afterEach(() => t.close());

  test("what was done is not done again under the same name, and is under another", async () => {
    const { work, ...counter } = counted();
    expect(counter.runs).toBe(0);
    expect(await once().run("a", work)).toBe("done");
    expect(await once().run("a", work)).toBe("done before");
    expect(await once().run("b", work)).toBe("done");
  });

  test("of two that begin together one works, and the other is told to come again", async () => {
    const counter = counted();
    let finish = (): void => undefined;
    const slow = once().run("a", async () => {
      await counter.work();
      await new Promise<void>((done) => (finish = done));
    });
    await expect.poll(() => counter.runs).toBe(1);
    await expect(once().run("a", counter.work)).rejects.toMatchObject({ code: "conflict" });
    finish();
    expect(await slow).toBe("done");
    expect(counter.runs).toBe(1);
  });

  test("work that failed is done again at once, and work whose worker died after a minute", async () => {
    const counter = counted();
    await expect(
      once().run("a", async () => {
        throw new Error("SES is away");
      }),
    ).rejects.toThrow("SES is away");
    expect(await once().run("a", counter.work)).toBe("done");

    const died = once().run("b", () => new Promise<void>(() => undefined));
    void died;
    await expect
      .poll(() =>
        once()
          .run("b", counter.work)
          .catch((e: unknown) => (e as { code: string }).code),
      )
      .toBe("conflict");
    t.clock.advance(61_000);
    expect(await once().run("b", counter.work)).toBe("done");
  });
});
