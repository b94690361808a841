/** Where people sign in, from config.json. */
export interface SignInConfig {
  issuer: string;
  clientId: string;
  authorizeUrl: string;
  tokenUrl: string;
  logoutUrl: string;
  scopes: string[];
}

export interface Config {
  /** Null: nobody signs in (one's own machine, tests). */
  signIn: SignInConfig | null;
  stage: string;
  region: string;
  /** The executions in the AWS console. */
  console: string | null;
  /** Whether the API tells of what happens as it happens; else the page asks. */
  events: boolean;
}

/** What was deployed with this page. Throws an Error that says what is wrong with it. */
export async function readConfig(fetcher: typeof fetch = fetch): Promise<Config> {
  const response = await fetcher("/config.json", { cache: "no-cache" });
  const text = response.ok ? await response.text() : "";
  try {
    return parseConfig(JSON.parse(text));
  } catch (error) {
    throw new Error(
      `config.json, which says where to sign in, is not as it should be (${error instanceof Error ? error.message : "no JSON"}). Deploy the site again.`,
      { cause: error },
    );
  }
}

export function parseConfig(value: unknown): Config {
  const of = record(value, "config.json");
  const { signIn } = of;
  return {
    stage: text(of, "stage"),
    region: text(of, "region"),
    console: of["console"] === null ? null : address(of, "console"),
    events: of["events"] === true,
    signIn: signIn === null ? null : parseSignIn(record(signIn, "signIn")),
  };
}

function parseSignIn(of: Record<string, unknown>): SignInConfig {
  const scopes = of["scopes"];
  if (!Array.isArray(scopes) || !scopes.every((one) => typeof one === "string"))
    throw new Error("scopes is not a list of words");
  return {
    issuer: text(of, "issuer"),
    clientId: text(of, "clientId"),
    authorizeUrl: address(of, "authorizeUrl"),
    tokenUrl: address(of, "tokenUrl"),
    logoutUrl: address(of, "logoutUrl"),
    scopes,
  };
}

function record(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new Error(`${name} is no object`);
  return value as Record<string, unknown>;
}

function text(of: Record<string, unknown>, name: string): string {
  const value = of[name];
  if (typeof value !== "string" || value === "") throw new Error(`${name} is missing`);
  return value;
}

/** An https address; plain http only on one's own machine. */
function address(of: Record<string, unknown>, name: string): string {
  const value = text(of, name);
  const { protocol, hostname } = new URL(value);
  const local = protocol === "http:" && (hostname === "127.0.0.1" || hostname === "localhost");
  if (protocol !== "https:" && !local) throw new Error(`${name} is not https`);
  return value;
}
