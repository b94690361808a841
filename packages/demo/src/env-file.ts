import { readFile, rename, writeFile } from "node:fs/promises";

/** Parses `NAME=value` lines; blank lines and `#` comments are skipped, values are taken as they are. */
export function parseEnv(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const at = line.indexOf("=");
    if (at > 0 && !line.startsWith("#")) variables[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return variables;
}

export async function readEnv(path: string): Promise<Record<string, string>> {
  return parseEnv(await readFile(path, "utf8"));
}

/** Sets one variable, or removes it when `value` is undefined, and leaves every other line as it is. */
export async function setVariable(path: string, name: string, value: string | undefined): Promise<void> {
  const lines = (await readFile(path, "utf8")).split("\n");
  const at = lines.findIndex((line) => line.startsWith(`${name}=`));
  if (value === undefined) {
    if (at >= 0) lines.splice(at, 1);
  } else if (at >= 0) lines[at] = `${name}=${value}`;
  else lines.splice(lines.at(-1) === "" ? -1 : lines.length, 0, `${name}=${value}`);
  await writeFile(`${path}.new`, lines.join("\n"));
  await rename(`${path}.new`, path);
}
