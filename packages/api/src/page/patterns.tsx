import { actionKey, gatePattern, type Pattern, recordOf } from "@gradus/core";
import { Badge, Empty, Form, Layout, Said } from "./parts.tsx";
import type { Site } from "./site.ts";
import { many, type Mark, utc } from "./words.ts";

export const PatternsPage = ({
  site,
  patterns,
  now,
  note,
}: {
  site: Site;
  patterns: readonly Pattern[];
  now: number;
  note: string | undefined;
}) => (
  <Layout title="Patterns" here="/patterns" site={site} note={note}>
    <div class="row">
      <h1>
        {patterns.length === 0 ? "Nothing was learned yet" : `${many(patterns.length, "pattern")} learned`}
      </h1>
      {patterns.length === 0 ? null : (
        <a class="button" href="/api/patterns/export">
          Export
        </a>
      )}
    </div>
    <p class="soft">
      A pattern is a kind of case and what fixed it. One whose record is good enough is used at once when the
      case comes again; harm takes it out of use.
    </p>
    <section id="list" data-live aria-label="Patterns">
      {patterns.length === 0 ? (
        <Empty>Each verified outcome is remembered here.</Empty>
      ) : (
        <div class="scroll">
          <table class="stack">
            <thead>
              <tr>
                <th scope="col">Case</th>
                <th scope="col">What fixes it</th>
                <th scope="col">Record</th>
                <th scope="col">Sure of at least</th>
                <th scope="col">Use</th>
                <th scope="col">
                  <span class="sr">Change</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {patterns.map((p) => (
                <Row site={site} p={p} now={now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  </Layout>
);

const Row = ({ site, p, now }: { site: Site; p: Pattern; now: number }) => (
  <tr>
    <td class="wide">
      {p.software}: {p.symptom}
      <p class="soft small">{p.features.join(", ")}</p>
    </td>
    <td class="wide">
      <code class="exact">{actionKey(p.action)}</code>
      <p class="soft small">
        {p.faultClass.replaceAll("_", " ")}, {originWords(p)}, <Said text={utc(p.createdAt).slice(0, 10)} />
      </p>
    </td>
    <td class="num" data-label="Record">
      {p.totals.fixed} fixed, {p.totals.notFixed + p.totals.symptomOnly + p.totals.notHeld} not
      {p.totals.harm > 0 ? `, ${p.totals.harm} harm` : ""}
    </td>
    <td class="num" data-label="Sure of at least">
      {recordOf(p, now).lowerBound.toFixed(2)}
    </td>
    <td>
      <Badge mark={useMark(p, now)} />
    </td>
    <td>
      <div class="actions">
        {p.retired ? null : <Judge site={site} id={p.id} verb="retire" word="Retire" />}
        {p.retired || p.origin !== "human" ? (
          <Judge site={site} id={p.id} verb="promote" word="Vouch for it" />
        ) : null}
      </div>
    </td>
  </tr>
);

const Judge = ({ site, id, verb, word }: { site: Site; id: string; verb: string; word: string }) => (
  <Form site={site} to={`/patterns/${verb}`} fields={{ id }}>
    <button class="slim" aria-label={`${word}: ${id}`}>
      {word}
    </button>
  </Form>
);

function originWords(p: Pattern): string {
  switch (p.origin) {
    case "own":
      return "learned here";
    case "human":
      return "from a person";
    case "imported":
      return "imported";
    default:
      return p.origin satisfies never;
  }
}

function useMark(p: Pattern, now: number): Mark {
  if (p.retired) return { tone: "calm", icon: "–", word: "retired" };
  if ((p.quarantinedUntil ?? 0) > now) return { tone: "bad", icon: "✗", word: "quarantined" };
  return gatePattern(p, now).usable
    ? { tone: "good", icon: "✓", word: "used at once" }
    : { tone: "wait", icon: "…", word: "not yet" };
}
