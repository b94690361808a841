#!/usr/bin/env node
// Builds what is to run, if it is not there or out of date, and runs it. Plain JavaScript, so that any Node can say which Node is needed.
import { pathToFileURL } from "node:url";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Gradus needs Node 20.19 or newer; this is ${process.version}.\n`);
  process.exit(1);
}
process.setSourceMapsEnabled?.(true);
// The AWS client only talks to the embedded store here; the pinned version runs on Node 20, and later ones are not asked for.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const at = process.argv.indexOf("--entry");
const entry = at === 2 ? process.argv.splice(at, 2)[1] : "gradus";
try {
  const { ensureBuilt } = await import("../scripts/build.mjs");
  await import(pathToFileURL(await ensureBuilt(entry)).href);
} catch (error) {
  if (error?.code === "ERR_MODULE_NOT_FOUND" && /esbuild|'@?[a-z]/.test(String(error.message))) {
    process.stderr.write(
      `A dependency is missing (${error.message.split("\n")[0]}). Run: npm ci --omit=dev\n`,
    );
  } else {
    process.stderr.write(`${error?.stack ?? error}\n`);
  }
  process.exit(1);
}
