import type { TargetDetail } from "../../api/types.ts";
import { Card, Empty, Fact, Section } from "../../ui/parts.tsx";
import { Exact, Said } from "../../ui/said.tsx";
import { When } from "../../ui/when.tsx";

/** Its last-known-good state, and those of before. */
export const Baseline = ({ detail: { baseline, baselines } }: { detail: TargetDetail }) => (
  <Section title="Baseline" id="baseline">
    {baseline === undefined ? (
      <Empty>None is taken yet: it is taken while the target is healthy.</Empty>
    ) : (
      <Card>
        <dl className="facts">
          <Fact name="Generation">
            {baseline.generation}, taken <When at={baseline.takenAt} />
          </Fact>
          <Fact name="Version">
            {baseline.version === undefined ? "not known" : <Said text={baseline.version} />}
          </Fact>
          <Fact name="Ports">{baseline.ports.join(", ") || "none"}</Fact>
          <Fact name="Variables">
            <Said text={baseline.environment.join(", ") || "none"} />
          </Fact>
          {Object.entries(baseline.parameters).map(([name, value]) => (
            <Fact key={name} name={name}>
              <Exact text={value} />
            </Fact>
          ))}
        </dl>
        {baseline.files.length === 0 ? null : (
          <details>
            <summary>{baseline.files.length === 1 ? "1 file" : `${baseline.files.length} files`}</summary>
            <ul className="plain small">
              {baseline.files.map(({ path, mode, restorable }) => (
                <li key={path}>
                  <Exact text={path} />{" "}
                  <span className="soft">
                    {modeOf(mode)}
                    {restorable ? "" : ", noticed when changed, but not restored"}
                  </span>
                </li>
              ))}
            </ul>
          </details>
        )}
      </Card>
    )}
    {baselines.length === 0 ? null : (
      <details>
        <summary>Older generations ({baselines.length})</summary>
        <ul className="plain small">
          {baselines.map(({ generation, takenAt, version }) => (
            <li key={generation}>
              {generation}, taken <When at={takenAt} />
              {version === undefined ? null : (
                <>
                  , version <Said text={version} />
                </>
              )}
            </li>
          ))}
        </ul>
      </details>
    )}
  </Section>
);

/** 420 → "0644" */
const modeOf = (mode: number): string => (mode & 0o7777).toString(8).padStart(4, "0");
