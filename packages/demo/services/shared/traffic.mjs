import { Agent, request } from "node:http";

const visitors = ["ada", "grace", "alan", "edsger", "barbara", "donald"];

/** The service's own light visitors, so that its metrics move without load from outside. */
export function startTraffic(port, paths, perSecond) {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  let turn = 0;
  let open = 0;
  setInterval(() => {
    if (open >= 8) return;
    open += 1;
    turn += 1;
    const headers = { "user-agent": "visitor", "x-visitor": visitors[turn % visitors.length] };
    const asked = request({
      host: "127.0.0.1",
      port,
      path: paths[turn % paths.length],
      headers,
      agent,
      timeout: 5_000,
    });
    asked.on("response", (answer) => answer.resume());
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => {});
    asked.on("close", () => (open -= 1));
    asked.end();
  }, 1000 / perSecond).unref();
}
