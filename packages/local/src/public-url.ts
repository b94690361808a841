import * as z from "zod";

/**
 * The address under which people elsewhere open the page, e.g. of a proxy that serves HTTPS: an origin, without a slash at its
 * end. A path is refused: the page and its links stand at the top of their host.
 */
export const publicUrlSchema = z.string().transform((text, ctx) => {
  const problem = problemOf(text);
  if (problem === undefined) return new URL(text).origin;
  ctx.addIssue({ code: "custom", message: problem });
  return z.NEVER;
});

function problemOf(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === "")
    return "an address such as https://gradus.example.org";
  if (url.username !== "" || url.password !== "") return "an address without a user or password in it";
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "")
    return "an address without a path: Gradus has to stand at the top of its host, as in https://gradus.example.org";
  return undefined;
}
