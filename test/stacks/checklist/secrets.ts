/** What keys of well-known services look like. */
const SHAPES: Array<[RegExp, string]> = [
  [/\b(AKIA|ASIA)[0-9A-Z]{16}\b/, "holds an AWS access key"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY/, "holds a private key"],
  [/\beyJ[\w-]{10,}\.[\w-]{10,}/, "holds a token"],
  [/\b(sk|rk|pk)[-_][A-Za-z0-9_-]{16,}/, "holds an API key"],
  [/\b(gh[pousr]_|xox[abprs]-)[A-Za-z0-9-]{16,}/, "holds a token"],
  [/\/\/[^/\s:@]+:[^/\s@]+@/, "holds a password in an address"],
  // CloudFormation would put the secret itself where this stands.
  [/\{\{resolve:(secretsmanager|ssm-secure):/, "is replaced by a secret when it is deployed"],
];

/** A long word of letters and digits in no order that a person would write. */
const RANDOM =
  /(?<![\w/.:-])(?=[A-Za-z0-9+/_-]*[0-9])(?=[A-Za-z0-9+/_-]*[A-Za-z])[A-Za-z0-9+_-]{28,}={0,2}(?![\w/.:-])/;
const SAYS_SECRET = /SECRET|PASSWORD|PASSWD|TOKEN|CREDENTIAL|PRIVATE|(^|_)KEY/;

/** Why the value of a variable is, or may be, a secret. `known` are names of secrets, which are none themselves. */
export function secretsIn(name: string, value: unknown, literal: string, known: readonly string[]): string[] {
  if (known.includes(literal)) return [];
  const shape = SHAPES.find(([pattern]) => pattern.test(literal));
  if (shape) return [shape[1]];
  if (typeof value === "string" && SAYS_SECRET.test(name)) return ["is called a secret and written out"];
  if (typeof value === "string" && RANDOM.test(literal)) return ["looks like a key"];
  return [];
}
