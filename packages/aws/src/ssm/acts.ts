import { randomBytes } from "node:crypto";
import { GradusError, type Host } from "@gradus/core";
import { type Answer, fieldsOf } from "./answer.ts";
import { encode, packed, pathOf } from "./words.ts";

/** Does one thing on the machine. */
export type Act = (op: string, words: ReadonlyArray<string | number>) => Promise<Answer>;

type Acts = Pick<
  Host,
  "writeFile" | "setMode" | "remove" | "truncate" | "link" | "signal" | "renice" | "reniceSession"
>;

/** Bytes that go in one command: how much Systems Manager takes is not written anywhere, and this is far from it. */
const PART = 9_000;
/** A hundred commands. Packed, this is a configuration file of some megabytes. */
const MAX_PACKED = 100 * PART;

export const createActs = (act: Act): Acts => ({
  async writeFile(path, content, options = {}) {
    const what = `write ${path}`;
    const data = packed(content);
    if (data.length > MAX_PACKED) throw new GradusError("limit", `${what}: too large to be sent`);
    const to = [pathOf(path), octal(options.mode), options.uid ?? "", options.gid ?? "", fresh()];
    const size = Buffer.byteLength(content);
    for (let at = 0; at < data.length; at += PART) {
      const part = data.subarray(at, at + PART).toString("base64");
      fieldsOf(await act("write", [...to, at, data.length, size, part]), what);
    }
  },
  async setMode(path, mode, owner) {
    const words = [pathOf(path), octal(mode), owner?.uid ?? "", owner?.gid ?? ""];
    fieldsOf(await act("set-mode", words), `chmod ${path}`);
  },
  async remove(path) {
    fieldsOf(await act("remove", [pathOf(path)]), `remove ${path}`);
  },
  async truncate(path) {
    fieldsOf(await act("truncate", [pathOf(path)]), `truncate ${path}`);
  },
  async link(path, to) {
    if (to === "" || to.includes("\0")) throw new GradusError("invalid_input", `link ${path}: to nothing`);
    fieldsOf(await act("link", [pathOf(path), encode(to), fresh()]), `link ${path}`);
  },
  async signal(pid, signal, startedAt) {
    checkPid(pid);
    const words = [pid, signal.slice("SIG".length), Math.round(startedAt ?? 0)];
    return fieldsOf(await act("signal", words), `${signal} to ${pid}`) !== undefined;
  },
  renice: (...given) => setNice(act, "renice", ...given),
  reniceSession: (...given) => setNice(act, "renice-session", ...given),
});

async function setNice(act: Act, op: string, pid: number, nice: number, startedAt = 0): Promise<void> {
  checkPid(pid);
  if (!Number.isInteger(nice) || nice < -20 || nice > 19)
    throw new GradusError("invalid_input", `a nice value of ${nice} does not exist`);
  const answer = await act(op, [pid, nice + 20, Math.round(startedAt)]);
  if (!fieldsOf(answer, `${op} ${pid}`)) throw new GradusError("not_found", `process ${pid} is gone`);
}

const octal = (mode: number | undefined): string => (mode === undefined ? "" : mode.toString(8));
const fresh = (): string => randomBytes(8).toString("hex");

function checkPid(pid: number): void {
  if (!Number.isInteger(pid) || pid <= 1)
    throw new GradusError("invalid_input", `pid ${pid} is out of bounds`);
}
