import { Form } from "./parts.tsx";
import type { Site } from "./site.ts";
import { many } from "./words.ts";

type Faults = ReadonlyArray<{ id: string; title: string; targets: readonly string[] }>;

const FIRST_FAULTS = 8;

const FaultList = ({ site, faults }: { site: Site; faults: Faults }) => (
  <ul class="faults">
    {faults.map((f) => (
      <li class="card">
        <p>
          {f.title} <code class="exact soft">{f.id}</code>
        </p>
        <div class="actions">
          {f.targets.map((target) => (
            <Form site={site} to="/break" fields={{ target, type: f.id }}>
              <button class="slim" aria-label={`${f.title}: ${target}`}>
                {target}
              </button>
            </Form>
          ))}
        </div>
      </li>
    ))}
  </ul>
);

/** The demo fleet, to be broken on purpose: a button for each fault and target. */
export const Break = ({ site, faults }: { site: Site; faults: Faults }) => (
  <section id="break" aria-labelledby="break-title">
    <h2 id="break-title">Break something</h2>
    <p class="soft under">
      The demo fleet is there to be broken. Choose how, and watch what Gradus does about it.
    </p>
    <FaultList site={site} faults={faults.slice(0, FIRST_FAULTS)} />
    {faults.length > FIRST_FAULTS ? (
      <details>
        <summary>{many(faults.length - FIRST_FAULTS, "more way")}</summary>
        <FaultList site={site} faults={faults.slice(FIRST_FAULTS)} />
      </details>
    ) : null}
  </section>
);
