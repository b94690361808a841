import type { TargetView } from "../views/status.ts";
import { Ago, Badge, Form, Said } from "./parts.tsx";
import type { Site } from "./site.ts";
import { stateMark } from "./words.ts";

/** One target: how it is, what cannot be seen of it, what Gradus may do to it. */
export const TargetCard = ({
  site,
  t,
  now,
  pausedAlone,
}: {
  site: Site;
  t: TargetView;
  now: number;
  pausedAlone: boolean;
}) => (
  <li class={`card ${t.state === "failing" ? "bad" : ""}`}>
    <div class="row">
      <h3>
        <a href={`/tasks?target=${t.id}`}>{t.id}</a>
      </h3>
      <Badge mark={stateMark(t.state)} />
    </div>
    {t.symptoms.map((s) => (
      <p class="small text brief" title={s.summary}>
        <Said text={s.summary} />
      </p>
    ))}
    {t.degraded.map((d) => (
      <p class="small text">
        <span class="mark wait">
          <span aria-hidden="true">~</span>not seen
        </span>{" "}
        <Said text={d} />
      </p>
    ))}
    <p class="soft small text">
      {[
        t.software,
        ...(t.version === undefined ? [] : [t.version]),
        ...(t.dependsOn.length === 0 ? [] : [`needs ${t.dependsOn.join(", ")}`]),
        t.baseline ? `baseline ${t.baseline.generation}` : "no baseline yet",
        `allows ${autonomyWords(t)}`,
      ].join(" · ")}
    </p>
    <div class="row">
      <span class="small">
        {t.paused ? <Badge mark={{ tone: "wait", icon: "■", word: "paused" }} /> : null}{" "}
        {t.checkedAt === undefined ? null : (
          <span class="soft">
            checked <Ago at={t.checkedAt} now={now} />
          </span>
        )}
      </span>
      <Form site={site} to={pausedAlone ? "/resume" : "/pause"} fields={{ target: t.id }}>
        <button class="slim" aria-label={`${pausedAlone ? "Resume" : "Pause"} ${t.id}`}>
          {pausedAlone ? "Resume" : "Pause"}
        </button>
      </Form>
    </div>
  </li>
);

const autonomyWords = ({ autonomy }: TargetView): string =>
  autonomy.reversible === autonomy.disruptive
    ? autonomy.reversible
    : `${autonomy.reversible} if reversible, else ${autonomy.disruptive}`;
