import { GradusError } from "@gradus/core";
import { controlAnswerSchema } from "./ask.ts";
import type { Invoke } from "./remote-probe.ts";

/**
 * As much of fetch as an HTTP control needs, done by a function that may do nothing else: the answer has a status and no body,
 * and no redirect is followed. How long it may take is what the control declares; a signal that fires meanwhile takes nothing
 * back. Throws GradusError.
 */
export const createRemoteFetch =
  (invoke: Invoke): typeof fetch =>
  async (input, init = {}) => {
    init.signal?.throwIfAborted();
    const url = input instanceof Request ? input.url : input.toString();
    const said = controlAnswerSchema.safeParse(await invoke({ url, method: init.method ?? "GET" }));
    if (!said.success)
      throw new GradusError("unavailable", "what came of it is not known: the answer is not understood");
    if ("failed" in said.data) throw new GradusError(said.data.failed.code, said.data.failed.detail);
    return new Response(null, { status: said.data.status });
  };
