import { useQueryClient } from "@tanstack/react-query";
import { now } from "../../api/clock.ts";
import { told } from "../../api/client.ts";
import type { TaskSummary } from "../../api/types.ts";
import { useApi } from "../../api/use-api.ts";
import { useWho } from "../../api/use-who.ts";
import { many } from "../../text/words.ts";
import { useToasts } from "../../ui/toasts.tsx";
import { fits, foreseen, isFinal, type Order, saidOf, wayBack, whyNot } from "./care.ts";
import { addFailures, type Failure } from "./failures.ts";
import { asHeld, type Foresee, hold, release } from "./held.ts";
import { later } from "./later.ts";
import { type Send, sendAll } from "./send.ts";
import { LIST, showIn } from "./use-rows.ts";

/** How long an answer, which cannot be taken back, waits before it is sent. */
const WAIT_MS = 8_000;

/** Does something to tasks: shown at once, sent in the background, with a way back. It goes on when the list is left. */
export function useAct(): (order: Order, tasks: readonly TaskSummary[]) => void {
  const { client } = useApi();
  const cache = useQueryClient();
  const { say } = useToasts();
  const { actor } = useWho();

  const show = (tasks: readonly TaskSummary[]): void =>
    showIn(cache, new Map(tasks.map((task) => [task.id, asHeld(task)])));

  /** Sends, and shows what became of each task. Gives those that are changed, as they are now. */
  async function carry(order: Order, tasks: readonly TaskSummary[], foresee: Foresee, leaving: boolean) {
    const before = new Map(tasks.map((task) => [task.id, task]));
    const changed: TaskSummary[] = [];
    const failed: Failure[] = [];
    const send: Send = (json, keepalive) => told(client.tasks.act.$post({ json }, { init: { keepalive } }));
    await sendAll(send, order, [...before.keys()], {
      leaving,
      heard(results) {
        release(
          results.map(({ id }) => id),
          foresee,
        );
        const news: TaskSummary[] = [];
        for (const result of results) {
          const was = before.get(result.id);
          if (!was) continue;
          news.push(result.ok ? result.task : was);
          if (!result.ok) failed.push({ id: result.id, title: was.title, message: result.message });
          else if (result.changed) changed.push(result.task);
        }
        show(news);
      },
    });
    addFailures([...before.keys()], failed);
    if (failed.length > 0) {
      say(
        `${many(failed.length, "task")} of ${tasks.length} stayed as before. The list of tasks says why.`,
        "bad",
      );
    }
    return { changed, failed };
  }

  async function foresees(order: Order, tasks: readonly TaskSummary[]): Promise<Foresee> {
    const at = now();
    const foresee: Foresee = (task) => foreseen(task, order, { by: actor, at });
    hold(
      tasks.map(({ id }) => id),
      foresee,
    );
    // What is being read may be from before: its answer must not be shown over this.
    await cache.cancelQueries({ queryKey: LIST });
    show(tasks);
    return foresee;
  }

  async function takeBack(
    order: Order,
    before: ReadonlyMap<string, TaskSummary>,
    changed: readonly TaskSummary[],
  ) {
    const was = changed.flatMap(({ id }) => before.get(id) ?? []);
    let back = 0;
    for (const way of wayBack(order, was, now())) {
      const tasks = changed.filter(({ id }) => way.ids.includes(id));
      back += (await carry(way.order, tasks, await foresees(way.order, tasks), false)).changed.length;
    }
    say(`Taken back for ${many(back, "task")}.`, "good");
    await cache.invalidateQueries();
  }

  async function finish(order: Order, tasks: readonly TaskSummary[], foresee: Foresee, leaving: boolean) {
    const { changed, failed } = await carry(order, tasks, foresee, leaving);
    const before = new Map(tasks.map((task) => [task.id, task]));
    const undo =
      isFinal(order) || changed.length === 0 ? undefined : () => void takeBack(order, before, changed);
    // Somebody else did the same before: it is as asked, and not ours to take back.
    const done = tasks.filter((task) => !failed.some(({ id }) => id === task.id));
    if (done.length > 0) say(saidOf(order, done), "good", undo);
    await cache.invalidateQueries();
  }

  async function begin(order: Order, tasks: readonly TaskSummary[]): Promise<void> {
    const foresee = await foresees(order, tasks);
    if (!isFinal(order)) return finish(order, tasks, foresee, false);
    const wait = later(WAIT_MS, (leaving) => {
      putAway();
      void finish(order, tasks, foresee, leaving);
    });
    const putAway = say(`${saidOf(order, tasks)} Sent in ${WAIT_MS / 1_000} s.`, "busy", () => {
      wait.cancel();
      release(
        tasks.map(({ id }) => id),
        foresee,
      );
      show(tasks);
    });
  }

  return (order, tasks) => {
    const able = tasks.filter((task) => fits(order.verb, task));
    if (able.length === 0) say(whyNot(order.verb), "wait");
    else void begin(order, able);
  };
}
