import { createRequire } from "node:module";

const { renderToStaticMarkup } = createRequire(new URL("../../../web/package.json", import.meta.url))(
  "react-dom/server",
) as typeof import("react-dom/server");

/** Markup as the site's own React draws it: another one lies at the root. */
export const drawn = renderToStaticMarkup;
