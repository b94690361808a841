import * as http from "node:http";
import * as https from "node:https";
import type { Dial } from "./dial.ts";

/**
 * Idle connections live for less than the 5 s after which Node servers drop them, so that they are reused by quick
 * repeats but hardly ever found dead. HTTPS connections are not reused: a renewed certificate must be seen at once.
 */
const IDLE_MS = 4_000;

export interface Agents {
  readonly dial: Dial;
  of(url: URL, fresh: boolean): http.Agent | https.Agent | false;
  close(): void;
}

export function createAgents(dial: Dial): Agents {
  const plain = new http.Agent({ keepAlive: true, timeout: IDLE_MS, maxFreeSockets: 1_024 });
  const secure = new https.Agent({ keepAlive: false, maxCachedSessions: 0 });
  return {
    dial,
    of: (url, fresh) => (url.protocol === "https:" ? secure : fresh ? false : plain),
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}
