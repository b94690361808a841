import { price } from "../model/price.ts";
import type { PriceList } from "../model/prices.ts";
import { RESOURCES } from "../model/usage.ts";
import { ASSUMED } from "../run/assumed.ts";
import { biggestParts, type Counted, dollars, rowsOf, SHORT } from "./rows.ts";

/** The README's table, with what it rests on. */
export function textOf(counted: Counted, list: PriceList, file: string): string {
  const rows = rowsOf(counted, list).map(({ what, drivers, usd, stageUsd, stageUsdAfterFree }) =>
    [what, drivers, dollars(usd), optional(stageUsd), optional(stageUsdAfterFree)].join(" | "),
  );
  const parts = counted.idle.map(
    (seen) =>
      `${seen.targets.toLocaleString("en")} targets every ${seen.intervalMs / 1000} s: ${biggestParts(seen, list)}`,
  );
  return [
    `US dollars at list prices of ${list.defaultRegion}, ${list.date} ([with sources](docs/cost/${file})). ${sources(list)} A month has 30 days.`,
    "",
    "| what | what drives it (USD) | USD | whole stage, USD | after the free tier |",
    "|---|---|---|---|---|",
    ...rows.map((row) => `| ${row} |`),
    "",
    `Most of an idle stage is paid for (share of the whole): ${parts.join("; ")}. ${elsewhere(counted, list)}`,
    "",
    `Not a bill: \`npm run cost\` runs the deployed functions on this machine, each in a process of its own, against real HTTP targets and the embedded table, and counts calls, units, events, log bytes and transitions ([all counts](docs/cost/measured.json); fixed parts are [counted from the templates](docs/cost/stage.json)). Durations are wall time here, where DynamoDB answers after ${ASSUMED.tableMs} ms, other AWS calls after ${ASSUMED.otherMs} ms and a target after ${ASSUMED.targetMs} ms; processor time is stretched to the share of a processor that the function's memory buys, as if a core of this machine were one of Lambda's. No cold starts, no retries, no models. The column after the free tier assumes an account that uses it for nothing else. Of an escalation's waiting, and of a page that is left open, nothing is counted.`,
  ].join("\n");
}

/** Says how far the list can be trusted, in the region that is shown. */
function sources({ prices, defaultRegion }: PriceList): string {
  const confirmed = RESOURCES.filter((r) => prices[r].confirmed[defaultRegion] === true);
  return `For this region a source confirms only the prices of ${confirmed.map((r) => SHORT[r]).join(" and ")}; the others are confirmed for us-east-1 or written down from memory, as the list says of each: look them up before you rely on them.`;
}

/** The same stages at the prices of the list's other regions. */
function elsewhere({ idle }: Counted, list: PriceList): string {
  const others = Object.keys(list.prices.transitions.usd).filter((region) => region !== list.defaultRegion);
  return others
    .map((region) => {
      const totals = idle.map((seen) => dollars(price(seen.all, list, region).total));
      return `The same whole stages in ${region}: ${totals.join(", ")}.`;
    })
    .join(" ");
}

const optional = (usd: number | undefined): string => (usd === undefined ? "" : dollars(usd));

const BEGIN = "<!-- cost -->";
const END = "<!-- /cost -->";

/** What stands between the markers. Throws RangeError where they are not. */
export function blockIn(readme: string): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) throw new RangeError(`the README has no ${BEGIN} … ${END}`);
  return readme.slice(begin + BEGIN.length, end);
}

export function withBlock(readme: string, text: string): string {
  blockIn(readme);
  const begin = readme.indexOf(BEGIN) + BEGIN.length;
  return `${readme.slice(0, begin)}\n${text}\n${readme.slice(readme.indexOf(END))}`;
}
