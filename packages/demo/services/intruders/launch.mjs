// Starts an intruder and leaves: node launch.mjs script.mjs [args]. The intruder has no parent but init,
// as a stranger has, whoever asked for it; its pid is printed.
import { spawn } from "node:child_process";

const child = spawn(process.execPath, process.argv.slice(2), { detached: true, stdio: "ignore" });
child.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
child.on("spawn", () => {
  process.stdout.write(String(child.pid));
  child.unref();
});
