import { spawn, spawnSync } from "node:child_process";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { end } from "../support/processes.ts";
import type { Installation } from "../support/installation.ts";

/** Whether the Debian package is installed. */
export const hasMonit = (): boolean => spawnSync("monit", ["-V"]).status === 0;

/** monit, told the usual: every ten seconds, restart a service whose /health is not 200. Gives what stops it. */
export async function monitSystem({ dataDir, services }: Installation): Promise<() => Promise<void>> {
  const folder = join(dataDir, "..");
  const checks = await Promise.all(
    services.map(async ({ service, dir, port, logFile }) => {
      const script = join(folder, `${service}.sh`);
      await writeFile(
        script,
        `#!/bin/sh
cd ${dir}
for pid in $(ls /proc | grep '^[0-9]*$'); do
  if [ "$(readlink /proc/$pid/cwd)" = "${dir}" ] && grep -q server.mjs /proc/$pid/cmdline; then kill -9 $pid; fi
done
set -a; . ./service.env; set +a
exec setsid ${process.execPath} current/server.mjs >>${logFile} 2>&1 </dev/null &
`,
      );
      await chmod(script, 0o700);
      return `check host ${service} with address 127.0.0.1
  start program = "${script}"
  stop program = "/bin/true"
  if failed port ${port} protocol http request "/health" status = 200 with timeout 2 seconds then restart
`;
    }),
  );
  const config = join(folder, "monitrc");
  await writeFile(
    config,
    `set daemon 10\nset pidfile ${folder}/monit.pid\nset statefile ${folder}/monit.state\n${checks.join("")}`,
  );
  await chmod(config, 0o600);
  const child = spawn("monit", ["-I", "-c", config], { stdio: "ignore" });
  return () => end(child.pid === undefined ? [] : [child.pid]);
}
