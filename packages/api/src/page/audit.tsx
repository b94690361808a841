import type { AuditEvent, Verified } from "@gradus/core";
import { Empty, Layout, Lead, Said } from "./parts.tsx";
import type { Site } from "./site.ts";
import { many, person, utc } from "./words.ts";

const SHOWN = 500;

export const AuditPage = ({
  site,
  chain,
  events,
  verified,
}: {
  site: Site;
  chain: string;
  events: readonly AuditEvent[];
  verified: Verified;
}) => (
  <Layout title={`Audit of ${chain}`} here="/audit" site={site}>
    <Lead
      id="status"
      live
      mark={verified.ok ? { tone: "good", icon: "✓" } : { tone: "bad", icon: "✗" }}
      title={
        verified.ok
          ? `Chain ${chain}: ${many(events.length, "event")}, intact`
          : `Chain ${chain} is broken at event ${verified.at}`
      }
    >
      <p>
        {verified.ok
          ? "Each event carries the hash of the one before: a change to any of them would show here."
          : verified.why}
      </p>
    </Lead>
    <div class="actions">
      {chain === "system" ? null : (
        <>
          <a class="button" href={`/tasks/${chain}`}>
            The task
          </a>
          <a class="button" href="/audit">
            The system's own chain
          </a>
        </>
      )}
      <a class="button" href={`/api/audit/export?chain=${encodeURIComponent(chain)}`}>
        Export as JSON Lines
      </a>
    </div>
    <section id="events" data-live aria-label="Events">
      {events.length === 0 ? (
        <Empty>
          Nothing yet: pauses, changed patterns and imports are written down here. Each task has a chain of
          its own.
        </Empty>
      ) : (
        <div class="scroll">
          <table class="stack">
            <thead>
              <tr>
                <th scope="col">No.</th>
                <th scope="col">When</th>
                <th scope="col">What</th>
                <th scope="col">Who</th>
                <th scope="col">Details</th>
              </tr>
            </thead>
            <tbody>
              {events.slice(-SHOWN).map((e) => (
                <tr>
                  <td class="num" data-label="No.">
                    {e.seq}
                  </td>
                  <td class="num">{utc(e.at)}</td>
                  <td>{e.type}</td>
                  <td class="text" data-label="Who">
                    <Said text={person(e.actor)} />
                  </td>
                  <td class="wide">
                    <code class="exact">
                      <Said text={JSON.stringify(e.data)} max={1_000} />
                    </code>
                    <p class="soft small" title={e.hash}>
                      {e.hash.slice(0, 12)}
                    </p>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  </Layout>
);
