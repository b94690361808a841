import type { Context as HonoContext } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { validator } from "hono/validator";
import type * as z from "zod";
import type { AppEnv } from "../http/env.ts";
import { refusal } from "../http/errors.ts";
import { parseInput } from "../http/parse.ts";
import { sameText } from "../http/same-text.ts";
import type { ApiContext } from "../ports.ts";

const MOST_NOTES = 50;

/** What all pages share. Lives as long as the process. */
export interface Site {
  api: ApiContext;
  /** Sent with every form of ours: a foreign page cannot read it. */
  csrf: string;
  /** Keeps a sentence for the page that the browser is sent to next; gives its id. */
  note(text: string): string;
  noteOf(id: string | undefined): string | undefined;
}

export function createSite(api: ApiContext): Site {
  const notes = new Map<string, string>();
  return {
    api,
    csrf: api.core.crypto.randomId(),
    note(text) {
      const id = api.core.crypto.randomId();
      notes.set(id, text);
      const oldest = notes.keys().next();
      if (notes.size > MOST_NOTES && !oldest.done) notes.delete(oldest.value);
      return id;
    },
    noteOf: (id) => (id === undefined ? undefined : notes.get(id)),
  };
}

/** A whole document as the answer. */
export const show = (
  c: HonoContext<AppEnv>,
  document: unknown,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> => c.html(`<!doctype html>${String(document)}`, status);

/** The fields of one of our forms, after the token that proves that it is one. */
export const ownForm = <S extends z.ZodType>(site: Site, schema: S) =>
  validator("form", (value) => {
    const { csrf, ...fields } = value;
    if (typeof csrf !== "string" || !sameText(csrf, site.csrf))
      throw refusal(
        403,
        "forbidden",
        "This form is not from a page that is open now: Gradus was restarted in the meantime. Go back, reload the page, and send it again.",
      );
    return parseInput(schema, fields);
  });

/** Back to a page, with a sentence to show there. */
export const backTo = (c: HonoContext<AppEnv>, site: Site, path: string, said?: string): Response =>
  c.redirect(said === undefined ? path : `${path}?note=${site.note(said)}`, 303);
