/** Something the API refused or could not do, as a sentence for people with what to do. */
export class Problem extends Error {
  readonly status: number;
  /** The API said so itself; else nothing came, or what stands before it has answered. */
  readonly said: boolean;
  constructor(status: number, message: string, said = false) {
    super(message);
    this.status = status;
    this.said = said;
  }
  /** Gradus is not reached: the banner tells of it. */
  get isSilence(): boolean {
    return !this.said && [0, 429, 502, 503, 504].includes(this.status);
  }
}

/** What is only read is read again; what changes something is not done again by itself. */
const ending = (reads: boolean): string =>
  reads ? "This page tries again by itself." : "It may not have been done: look, and press again.";

/** The API did not answer at all. */
export const unreachable = (reads: boolean): Problem =>
  new Problem(0, `Gradus cannot be reached. Is your network all right? ${ending(reads)}`);

/** What an answer that is not good means. The body is the API's, the gateway's, or the page itself (for what is not there). */
export async function problemOf(response: Response, reads: boolean): Promise<Problem> {
  const { status } = response;
  const body = (await response.json().catch(() => undefined)) as
    | { error?: { message?: unknown; requestId?: unknown } }
    | undefined;
  const said = body?.error?.message;
  if (typeof said === "string") return new Problem(status, said, true);
  if (status === 429) return new Problem(status, `Too many requests at once. ${ending(reads)}`);
  const id =
    body?.error?.requestId ?? response.headers.get("x-request-id") ?? response.headers.get("apigw-requestid");
  if (status >= 500)
    return new Problem(
      status,
      `Gradus answers ${status}. ${ending(reads)} If it stays, look at its logs${typeof id === "string" ? ` for request ${id}` : ""}.`,
    );
  if (status === 403) return new Problem(status, "You may not do this. Ask who runs this Gradus.");
  if (status === 404 || response.ok)
    return new Problem(404, "There is nothing here, or nothing that you may see.");
  return new Problem(status, `Gradus answers ${status}.`);
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
