import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { useQueries } from "../../api/use-api.ts";
import { many } from "../../text/words.ts";
import { Said } from "../../ui/said.tsx";
import { When } from "../../ui/when.tsx";
import { Shown } from "./shown.tsx";

const settings = <Link href="/settings">Settings</Link>;

/** What it costs. */
export const Spend = () => {
  const { data, error } = useQuery(useQueries().configuration());
  const models = data?.models ?? [];
  return (
    <Shown title="Spend" side={settings}>
      <p className="soft">
        {data === undefined ? (
          error ? (
            "What it costs cannot be told now."
          ) : (
            "Loading …"
          )
        ) : models.length === 0 ? (
          "No model is configured: the experts are code, nothing is spent."
        ) : (
          <>
            {many(models.length, "model")} may be asked:{" "}
            <Said text={models.map(({ name, via }) => `${name} (${via})`).join(", ")} />. Each call costs what
            its provider asks for it.
          </>
        )}
      </p>
    </Shown>
  );
};

/** How Gradus itself is. */
export const Itself = () => {
  const { data: health } = useQuery(useQueries().health());
  if (!health) return null;
  const { problems, startedAt, version } = health;
  return (
    <Shown title="Gradus itself" side={settings}>
      <p>
        {problems.length === 0 ? (
          <span className="tone-good">✓ Well.</span>
        ) : (
          <span className="tone-bad">! {many(problems.length, "problem")}.</span>
        )}{" "}
        <span className="soft">
          Version <Said text={version} max={60} />, started <When at={startedAt} />.
        </span>
      </p>
      {problems.length === 0 ? null : (
        <ul>
          {problems.map((problem) => (
            <li key={problem}>
              <Said text={problem} />
            </li>
          ))}
        </ul>
      )}
    </Shown>
  );
};
