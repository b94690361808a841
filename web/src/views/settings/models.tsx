import type { Configuration } from "../../api/types.ts";
import { Section } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";

/** Who the experts are. */
export const Models = ({ of: { models } }: { of: Configuration }) => (
  <Section title="Experts" id="experts">
    <div className="card">
      {models.length === 0 ? (
        <p>
          No language model is configured: the experts are code, nothing leaves this place, and nothing is
          spent.
        </p>
      ) : (
        <>
          <p>
            Experts ask these models, within the budget; where none answers, experts that are code take over.
          </p>
          <ul className="plain">
            {models.map(({ name, via }) => (
              <li key={`${via} ${name}`}>
                <code className="exact">
                  <Said text={name} />
                </code>{" "}
                <span className="soft">
                  via <Said text={via} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  </Section>
);
