/** What is wrong with a line of an environment file. The text is left out: it may hold a secret. */
export interface EnvironmentProblem {
  line: number;
  problem: string;
}

export interface EnvironmentFile {
  variables: Map<string, string>;
  problems: EnvironmentProblem[];
}

/**
 * Parses KEY=VALUE lines. Blank lines and lines that begin with # are skipped; space around name and value is cut;
 * a value in one pair of quotes loses them; nothing is expanded. The last of two equal names wins.
 */
export function parseEnvironmentFile(text: string): EnvironmentFile {
  const variables = new Map<string, string>();
  const problems: EnvironmentProblem[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const problem = (words: string): number => problems.push({ line: index + 1, problem: words });
    const at = line.indexOf("=");
    const name = line.slice(0, Math.max(at, 0)).trim();
    if (at < 0) problem("is no KEY=VALUE line");
    else if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name)) problem("has no valid name before =");
    else {
      const value = unquote(line.slice(at + 1).trim());
      if (value.includes("\0")) problem("holds a NUL character");
      else {
        variables.set(name, value);
      }
    }
  }
  return { variables, problems };
}

function unquote(value: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(value);
  return quoted ? (quoted[2] ?? "") : value;
}
