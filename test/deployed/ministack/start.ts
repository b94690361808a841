import { spawn } from "node:child_process";
import { mkdir, mkdtemp, open, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { endGroup, freePort, hasEnded } from "./process.ts";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "../../../node_modules");
const configured = process.env["GRADUS_MINISTACK_PYTHON"] ?? "";

/** Whether there is a Python with MiniStack; what needs one is skipped otherwise: `describe.skipIf(!haveMiniStack)`. */
export const haveMiniStack = configured !== "";
if (!haveMiniStack) console.warn("ministack: GRADUS_MINISTACK_PYTHON is not set");

export interface MiniStackOptions {
  /** 0, the default: a port that is free. */
  port?: number;
  /** The interpreter that has ministack installed; by default GRADUS_MINISTACK_PYTHON. */
  python?: string;
  region?: string;
  /** MiniStack's own environment, beside what it always gets: `{ SFN_WAIT_SCALE: "0" }`. Its functions see it too. */
  settings?: Readonly<Record<string, string>>;
}

export interface MiniStack {
  readonly endpoint: string;
  readonly region: string;
  /** What a process needs to talk to it, and to nothing else; put it over `process.env`, without AWS_PROFILE. */
  readonly environment: Readonly<Record<string, string>>;
  /** What MiniStack has written so far, errors included. */
  log(): Promise<string>;
  /** Ends it with every function it runs. Nothing is kept. */
  stop(): Promise<void>;
}

const READY_MS = 60_000;

/** Starts MiniStack, empty, with the CloudFormation types of extra.py. Throws with its log when it does not come up. */
export async function startMiniStack(options: MiniStackOptions = {}): Promise<MiniStack> {
  const { python = configured, region = "eu-central-1", settings = {} } = options;
  if (python === "") throw new Error("ministack: GRADUS_MINISTACK_PYTHON is not set");
  const port = options.port || (await freePort());
  const directory = await mkdtemp(join(tmpdir(), "gradus-ministack-"));
  // Its functions find the AWS SDK there, and only version 3: with version 2 in sight each of them loads that first.
  const modules = join(directory, "modules");
  await mkdir(modules);
  await symlink(join(packages, "@aws-sdk"), join(modules, "@aws-sdk"));
  const logFile = join(directory, "log");
  const output = await open(logFile, "a");
  const child = spawn(python, [join(here, "extra.py")], {
    cwd: directory,
    // A group of its own, so that its functions end with it; and its stdin ends with us (see extra.py).
    detached: true,
    stdio: ["pipe", output.fd, output.fd],
    // Functions inherit all of this: nothing of the caller's environment may get in.
    env: {
      PATH: [dirname(process.execPath), "/usr/local/bin", "/usr/bin", "/bin"].join(delimiter),
      HOME: directory,
      TMPDIR: directory,
      LANG: "C.UTF-8",
      NODE_PATH: modules,
      PYTHONDONTWRITEBYTECODE: "1",
      GATEWAY_PORT: String(port),
      BIND_HOST: "127.0.0.1",
      MINISTACK_REGION: region,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      PERSIST_STATE: "0",
      S3_PERSIST: "0",
      LAMBDA_EXECUTOR: "local",
      LAMBDA_WARM_TTL_SECONDS: "60",
      IOT_MTLS_ENABLED: "0",
      SFTP_ENABLED: "0",
      ...settings,
    },
  });
  const failed: { fault?: Error } = {};
  child.on("error", (fault) => (failed.fault = fault));
  const log = (): Promise<string> => readFile(logFile, "utf8");
  const stop = async (): Promise<void> => {
    await endGroup(child);
    await output.close();
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  };
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    await untilReady(
      endpoint,
      () => failed.fault ?? (hasEnded(child) ? new Error("it ended at once") : undefined),
    );
  } catch (fault) {
    const written = await log();
    await stop();
    throw new Error(`ministack: ${String(fault)}; it wrote: ${written.slice(-2_000)}`, { cause: fault });
  }
  return { endpoint, region, environment: environmentOf(endpoint, region), log, stop };
}

async function untilReady(endpoint: string, end: () => Error | undefined): Promise<void> {
  for (const deadline = Date.now() + READY_MS; ; await sleep(50)) {
    const answer = await fetch(`${endpoint}/_ministack/ready`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    const over = end();
    if (over !== undefined) throw over;
    if (Date.now() > deadline) throw new Error(`it was not ready within ${READY_MS / 1000} s`);
  }
}

const environmentOf = (endpoint: string, region: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  // A developer's own profiles and the machine's own role must never be what answers.
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  AWS_EC2_METADATA_DISABLED: "true",
});
