/** @jsxImportSource hono/jsx */
import { GradusError } from "@gradus/core";
import { Hono } from "hono";
import { begin, limitBody } from "./http/begin.ts";
import type { AppEnv } from "./http/env.ts";
import { onError } from "./http/errors.ts";
import { signedLinks } from "./links/routes.tsx";
import { ErrorPage } from "./page/error.tsx";
import { show } from "./page/show.ts";
import { authenticated, knownHost, sameSite, secureHeaders } from "./http/security.ts";
import { limited } from "./http/limited.ts";
import { redacted } from "./http/redacted.ts";
import { permitted } from "./http/role.ts";
import { unchanged } from "./http/unchanged.ts";
import type { ApiContext } from "./ports.ts";
import type { Who } from "./views/role.ts";
import { audit } from "./routes/audit.ts";
import { care } from "./routes/care.ts";
import { configuration } from "./routes/configuration.ts";
import { escalations } from "./routes/escalations.ts";
import { events } from "./routes/events.ts";
import { mail } from "./routes/mail.ts";
import { openApi } from "./routes/openapi.ts";
import { patterns } from "./routes/patterns.ts";
import { replay } from "./routes/replay.ts";
import { site } from "./routes/site.ts";
import { stats } from "./routes/stats.ts";
import { switches } from "./routes/switches.ts";
import { targets } from "./routes/targets.ts";
import { tasks } from "./routes/tasks.ts";
import { waiting } from "./routes/waiting.ts";

/** Everything that is served: the JSON API, signed links, and the dashboard's files. */
export const createApp = (api: ApiContext) =>
  new Hono<AppEnv>()
    .onError(onError(api, (c, problem) => show(c, <ErrorPage problem={problem} />, problem.status)))
    .notFound((c) => {
      throw new GradusError("not_found", `There is nothing at ${c.req.path}.`);
    })
    .use(
      begin(api),
      secureHeaders,
      limited(api),
      knownHost(api),
      limitBody(),
      authenticated(api),
      sameSite(api),
      permitted,
      unchanged,
      redacted,
    )
    .get("/health", async (c) => c.json(await api.health()))
    .get("/api/health", async (c) => {
      const report = await api.health();
      // That time goes on is no news.
      c.header("etag", `W/"${api.core.crypto.sha256(JSON.stringify({ ...report, now: 0 }))}"`);
      return c.json(report);
    })
    .get("/api/me", (c) => c.json<Who>({ actor: c.get("actor"), role: c.get("role") }))
    .route("/api/openapi.json", openApi(api))
    .route("/api/targets", targets(api))
    .route("/api/tasks", tasks(api))
    .route("/api/tasks", care(api))
    .route("/api/waiting", waiting(api))
    .route("/api/escalations", escalations(api))
    .route("/api/stats", stats(api))
    .route("/api/patterns", patterns(api))
    .route("/api/audit", audit(api))
    .route("/api/configuration", configuration(api))
    .route("/api/mail", mail(api))
    .route("/api/replay", replay(api))
    .route("/api/events", events(api))
    .route("/api", switches(api))
    .route("/l", signedLinks(api))
    .route("/", site(api));

/** The types of all JSON routes, for clients (`hc<AppType>`). */
export type AppType = ReturnType<typeof createApp>;
