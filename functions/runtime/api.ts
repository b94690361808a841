import { lastExecution, readSecret, secretsClient, workflowsClient } from "@gradus/aws";
import { type ApiContext, createLinks, createRemembered, createStatus } from "@gradus/api";
import { rememberedSeries } from "@gradus/detectors";
import { nodeCrypto } from "@gradus/store";
import { possibleRunbooks } from "@gradus/targets";
import { blindContext } from "./blind.ts";
import { borrowed } from "./borrowed.ts";
import { type Invocation, type Observed, observed } from "./observe.ts";
import { boardOf, problemsOf } from "./problems.ts";
import { type Root, theRoot } from "./root.ts";
import { needed } from "./settings.ts";
import { whoAsks } from "./who.ts";

const started = Date.now();
/** Holds from one request to the next. */
const remembered = createRemembered();

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
  const problems = await problemsOf(root, board, ctx.targets);
  const baseUrl = settings.url ?? "";
  const status = createStatus({
    context: () => ctx,
    board,
    version: settings.version,
    startedAt: started,
    problems: () => problems,
    remembered,
  });
  return {
    core: ctx,
    version: settings.version,
    ...status,
    series: (target) => rememberedSeries(borrowed(root, ctx.targets), target, ctx.log),
    possible: possibleRunbooks,
    execution: (task) => lastExecution(workflowsClient(), settings.machine, task),
    links: createLinks({ crypto: nodeCrypto, key, baseUrl: () => baseUrl, now: () => clock.now() }),
    baseUrl,
    mail: { via: "ses", from: needed(settings.mail.from, "GRADUS_MAIL_FROM"), to: settings.mail.to ?? [] },
    access: { hosts: "any", gateway: true, who: (_request, env) => whoAsks(env) },
  };
}
