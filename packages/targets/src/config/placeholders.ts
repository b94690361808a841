import { isSecretName } from "@gradus/core";
import type { Path } from "./problem.ts";
import { suggest } from "./suggest.ts";

export interface Surroundings {
  /** `data`, `node`, … */
  variables: Readonly<Record<string, string>>;
  env: Readonly<Record<string, string | undefined>>;
}

export interface Complaint {
  path: Path;
  found?: string;
  expected: string;
  hint?: string | undefined;
  /** Point at the key, not at its value. */
  at?: "key";
}

const MAX_DEPTH = 50;

/**
 * Replaces `${name}` in all texts (`$${` is a plain `${`) and leaves out keys without a value, which count as not given.
 * Everything that cannot be replaced is reported.
 */
export function expand(tree: unknown, around: Surroundings): { tree: unknown; complaints: Complaint[] } {
  const complaints: Complaint[] = [];

  const text = (value: string, path: Path): string =>
    value.replace(/\$(\$\{)|\$\{([^}]*)\}?/g, (all, escaped: string | undefined, name: string) => {
      if (escaped !== undefined) return escaped;
      const problem = (expected: string, hint?: string): string => {
        complaints.push({ path, found: JSON.stringify(all.slice(0, 80)), expected, hint });
        return "";
      };
      if (name.startsWith("env:")) return fromEnvironment(name.slice(4), path, problem);
      const known = Object.hasOwn(around.variables, name) ? around.variables[name] : undefined;
      if (known !== undefined) return known;
      const names = Object.keys(around.variables);
      return problem(
        `one of ${[...names, "env:NAME"].map((n) => `\${${n}}`).join(", ")}`,
        suggest(name, names),
      );
    });

  const fromEnvironment = (name: string, path: Path, problem: (expected: string) => string): string => {
    const secret = isSecretName(name) || path.some((key) => key === "secrets" || isSecretName(String(key)));
    if (secret) return problem('no secret in plain text: name it under "secrets", as NAME: { env: X }');
    return around.env[name] ?? problem("the name of an environment variable that is set");
  };

  const walk = (value: unknown, path: Path, above: readonly unknown[]): unknown => {
    if (typeof value === "string") return text(value, path);
    if (typeof value !== "object" || value === null) return value;
    if (above.includes(value) || above.length > MAX_DEPTH) {
      complaints.push({
        path,
        found: "something that holds itself, or is nested too deep",
        expected: "a plain value",
      });
      return undefined;
    }
    const within = [...above, value];
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index], within));
    const entries = Object.entries(value)
      .filter(([, item]) => item !== null)
      .map(([key, item]) => [key, walk(item, [...path, key], within)] as const);
    return Object.fromEntries(entries);
  };

  return { tree: walk(tree, [], []), complaints };
}
