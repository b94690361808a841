export { createLocalHost, type LocalHostOptions } from "./local.ts";
export { createNoHost, createUnreachableHost } from "./none.ts";
export { minimalEnvironment } from "./environment.ts";
export { mayRaisePriority } from "./rights.ts";
export { isSameProcess, processIdentity, type ProcessIdentity } from "./signal.ts";
export { originOf } from "./proc/process.ts";
export { parseAddress } from "./proc/sockets.ts";
export { parseStat } from "./proc/stat.ts";
