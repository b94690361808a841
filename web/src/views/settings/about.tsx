import type { Role } from "../../api/types.ts";
import { useApi } from "../../api/use-api.ts";
import { useChange } from "../../api/use-change.ts";
import { useWho } from "../../api/use-who.ts";
import { Updated } from "../../app/updated.tsx";
import { person } from "../../text/words.ts";
import { Fact, Section } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { saveAs } from "../../ui/save.ts";

const duties: Record<Role, string> = {
  viewer: "may see everything, and change nothing",
  operator: "may answer what waits, care for tasks, pause, resume and try the mail",
  admin: "may do everything: also judge patterns, and set what targets allow",
};

/** What this page is, who looks at it, and where the rest is. */
export const About = () => {
  const { client, config, session } = useApi();
  const { actor, role } = useWho();
  const save = useChange({
    do: async () => {
      const answer = await client["openapi.json"].$get();
      saveAs("gradus-openapi.json", await answer.text(), "application/json");
    },
    said: () => "Saved as gradus-openapi.json.",
  });
  const { console: executions, region } = config;
  return (
    <Section title="About this page" id="about">
      <div className="card">
        <dl className="facts">
          <Fact name="You">
            <Said text={person(actor)} />: {role}, who {duties[role]}
          </Fact>
          <Fact name="What you see">
            <Updated />
            {config.events ? ", and at once when something happens" : ""}
          </Fact>
          <Fact name="Where">
            {config.stage}, {region}
          </Fact>
          <Fact name="API">
            {session ? (
              <button className="slim" disabled={save.busy} onClick={() => save.run(undefined)}>
                Save its description (OpenAPI)
              </button>
            ) : (
              <a href="/api/openapi.json">Its description (OpenAPI)</a>
            )}
          </Fact>
          {executions === null ? null : (
            <Fact name="In the AWS console">
              <a href={executions} rel="noreferrer">
                Executions
              </a>
              {" · "}
              <a
                href={`https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#logsV2:log-groups`}
                rel="noreferrer"
              >
                Logs
              </a>
              {" · "}
              <a
                href={`https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards:`}
                rel="noreferrer"
              >
                Dashboards
              </a>
            </Fact>
          )}
        </dl>
      </div>
    </Section>
  );
};
