/** @jsxImportSource hono/jsx */
import type { PropsWithChildren } from "hono/jsx";
import type { Mark } from "./words.ts";

/** A whole document, for what is served where the dashboard is not: the pages behind links in mail, and errors. `zone`: of its times. */
export const Layout = ({
  title,
  zone = "UTC",
  children,
}: PropsWithChildren<{ title: string; zone?: string }>) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{`${title} · Gradus`}</title>
      <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="/style.css" />
    </head>
    <body>
      <header class="top">
        <div class="wrap">
          <span class="brand">Gradus</span>
        </div>
      </header>
      <main class="wrap">{children}</main>
      <footer class="wrap">Gradus · times are in {zone}</footer>
    </body>
  </html>
);

export const Lead = ({ mark, title, children }: PropsWithChildren<{ mark: Mark; title: string }>) => (
  <div class={`lead ${mark.tone}`}>
    <div>
      <h1>
        <span class="icon" aria-hidden="true">
          {mark.icon}
        </span>
        {title}
      </h1>
      {children}
    </div>
  </div>
);
