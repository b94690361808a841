import { readSecret, secretsClient } from "@gradus/aws";
import { createLinks } from "@gradus/api/links";
import { nodeCrypto } from "@gradus/store";
import { type Invocation, observed } from "./runtime/observe.ts";
import { theRoot } from "./runtime/root.ts";
import { needed } from "./runtime/settings.ts";

interface Asked {
  pathParameters?: { token?: string };
}

/** Called by the HTTP API before a signed link: the link itself is the permission. One that has expired is let through, to be told so. */
export const handler = (event: Asked, invocation: Invocation): Promise<{ isAuthorized: boolean }> => {
  const root = theRoot();
  return observed(root.settings, invocation, async () => {
    const key = await readSecret(secretsClient(), needed(root.settings.linkSecret, "GRADUS_LINK_SECRET"));
    const links = createLinks({ crypto: nodeCrypto, key, baseUrl: () => "", now: () => root.clock.now() });
    const link = links.read(event.pathParameters?.token ?? "");
    return { isAuthorized: link.ok || link.why === "expired" };
  });
};
