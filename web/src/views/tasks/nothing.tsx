import { useQuery } from "@tanstack/react-query";
import { useQueries } from "../../api/use-api.ts";
import { many } from "../../text/words.ts";
import { Empty } from "../../ui/parts.tsx";
import { When } from "../../ui/when.tsx";
import type { Asked } from "./address.ts";
import { dropping, droppingAll, type Narrowing, type Sifted } from "./filter.ts";
import { narrowedBy } from "./filter-words.ts";

/** Why there is nothing to show, and what to press. */
export const Nothing = ({
  asked,
  sifted,
  ask,
}: {
  asked: Asked;
  sifted: Sifted;
  ask: (next: Asked) => void;
}) => {
  const words = new Map<Narrowing, string>(narrowedBy(asked));
  const best = [...sifted.without].sort(([, a], [, b]) => b - a);
  if (words.size === 0 && best.length === 0) return <Quiet state={asked.state} />;
  return (
    <Empty>
      {words.size === 0 ? "Nothing else is open." : "Nothing matches."}{" "}
      {best.map(([is, n]) => (
        <button key={is} className="slim" onClick={() => ask(dropping(asked, is))}>
          {words.has(is) ? `Drop ${words.get(is)}: shows ${n}` : `Show ${n} snoozed`}
        </button>
      ))}
      {best.length === 0 ? (
        <button className="slim" onClick={() => ask(droppingAll(asked))}>
          Drop all filters
        </button>
      ) : null}
    </Empty>
  );
};

const Quiet = ({ state }: Pick<Asked, "state">) => {
  const { data } = useQuery(useQueries().targets());
  if (state === "closed" || state === "all") return <Empty>There has been no task yet.</Empty>;
  const targets = data?.targets ?? [];
  const failing = targets.filter((target) => target.state === "failing").length;
  const unseen = targets.filter((target) => target.state === "unknown").length;
  const checked = Math.max(0, ...targets.map(({ checkedAt = 0 }) => checkedAt));
  return (
    <Empty>
      {state === "open" ? "Nothing is open." : "Nothing waits for people."}{" "}
      {targets.length === 0
        ? null
        : failing > 0
          ? `${failing} of ${many(targets.length, "target")} ${failing === 1 ? "is" : "are"} failing: a task opens when that is confirmed.`
          : unseen > 0
            ? `${unseen} of ${many(targets.length, "target")} not seen, all others are healthy.`
            : `All ${many(targets.length, "target")} are healthy.`}{" "}
      {checked > 0 ? (
        <>
          Last check <When at={checked} />.
        </>
      ) : null}
    </Empty>
  );
};
