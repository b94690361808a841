/** Something the API refused or could not do, as a sentence for people with what to do. */
export class Problem extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The API did not answer at all. */
export const unreachable = (): Problem =>
  new Problem(0, "Gradus cannot be reached. Is your network all right? This page tries again by itself.");

/** What an answer that is not good means. The body is the API's, the gateway's, or the page itself (for what is not there). */
export async function problemOf(response: Response): Promise<Problem> {
  const { status } = response;
  const body = (await response.json().catch(() => undefined)) as
    | { error?: { message?: unknown; requestId?: unknown } }
    | undefined;
  const said = body?.error?.message;
  const id =
    body?.error?.requestId ?? response.headers.get("x-request-id") ?? response.headers.get("apigw-requestid");
  if (status === 429)
    return new Problem(
      status,
      typeof said === "string" ? said : "Too many requests at once. This page tries again by itself.",
    );
  if (status >= 500)
    return new Problem(
      status,
      typeof said === "string"
        ? said
        : `Gradus answers ${status}. This page tries again; if it stays, look at its logs${typeof id === "string" ? ` for request ${id}` : ""}.`,
    );
  if (typeof said === "string") return new Problem(status, said);
  if (status === 403) return new Problem(status, "You may not do this. Ask who runs this Gradus.");
  if (status === 404 || response.ok)
    return new Problem(404, "There is nothing here, or nothing that you may see.");
  return new Problem(status, `Gradus answers ${status}.`);
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
