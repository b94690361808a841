import { homedir } from "node:os";

/** What commands and services inherit when nothing else is said: enough to find programs, and nothing that is secret. */
export function minimalEnvironment(
  from: Readonly<Record<string, string | undefined>> = {},
): Record<string, string> {
  return {
    PATH: from["PATH"] ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    HOME: from["HOME"] ?? homedir(),
    LANG: from["LANG"] ?? "C.UTF-8",
  };
}
