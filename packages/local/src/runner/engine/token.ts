import { RunnerError } from "../fault.ts";

/** Where a waiting task is: execution, child indexes from the root, and what makes the token its own. */
export interface TokenAddress {
  readonly executionId: string;
  readonly path: readonly number[];
  readonly nonce: string;
}

export const encodeToken = ({ executionId, path, nonce }: TokenAddress): string =>
  Buffer.from(JSON.stringify([executionId, path, nonce]), "utf8").toString("base64url");

/** Throws RunnerError InvalidToken for what no runner has made. */
export const decodeToken = (token: string): TokenAddress => {
  const parsed = parse(token);
  if (Array.isArray(parsed) && parsed.length === 3) {
    const [executionId, path, nonce] = parsed as unknown[];
    const isPath = Array.isArray(path) && path.every((index) => Number.isInteger(index));
    if (typeof executionId === "string" && typeof nonce === "string" && isPath) {
      return { executionId, path: path as number[], nonce };
    }
  }
  throw new RunnerError("InvalidToken", "The task token is not one of this runner's");
};

const parse = (token: string): unknown => {
  try {
    return JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
};
