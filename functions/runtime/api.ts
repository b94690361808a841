import { lastExecution, readSecret, secretsClient, workflowsClient } from "@gradus/aws";
import { type ApiContext, createLinks, createStatus } from "@gradus/api";
import { nodeCrypto } from "@gradus/store";
import { blindContext } from "./blind.ts";
import { type Invocation, type Observed, observed } from "./observe.ts";
import { boardOf, problemsOf } from "./problems.ts";
import { type Root, theRoot } from "./root.ts";
import { needed } from "./settings.ts";

const started = Date.now();

/** Gives a request what the API gets of this root: its targets as they are now, and who asks. */
export function serveApi<T>(invocation: Invocation, serve: (api: ApiContext) => Promise<T>): Promise<T> {
  const root = theRoot();
  return observed(root.settings, invocation, async (out) => serve(await apiContext(root, out)));
}

async function apiContext(root: Root, out: Observed): Promise<ApiContext> {
  const { settings, clock } = root;
  const [ctx, board, key] = await Promise.all([
    blindContext(root, out),
    boardOf(root),
    readSecret(secretsClient(), needed(settings.linkSecret, "GRADUS_LINK_SECRET")),
  ]);
  const problems = await problemsOf(root, board);
  const baseUrl = settings.url ?? "";
  const status = createStatus({
    context: () => ctx,
    board,
    version: settings.version,
    startedAt: started,
    problems: () => problems,
  });
  return {
    core: ctx,
    version: settings.version,
    ...status,
    execution: (task) => lastExecution(workflowsClient(), settings.machine, task),
    links: createLinks({ crypto: nodeCrypto, key, baseUrl: () => baseUrl, now: () => clock.now() }),
    baseUrl,
    access: { hosts: "any", gateway: true, actor: (_request, env) => whoAsks(env) },
  };
}

/** The gateway has checked the token; its claims say who it is. */
function whoAsks(env: unknown): string | undefined {
  const { event } = (env ?? {}) as {
    event?: { requestContext?: { authorizer?: { jwt?: { claims?: Record<string, unknown> } } } };
  };
  const claims = event?.requestContext?.authorizer?.jwt?.claims;
  const name = claims?.["email"] ?? claims?.["cognito:username"] ?? claims?.["username"] ?? claims?.["sub"];
  return typeof name === "string" ? `human:${name}` : undefined;
}
