/** @jsxImportSource hono/jsx */
import type { Letter, Link, Section } from "./letter.ts";

/* Mail programs keep inline styles best. No colour is set for page and text: those of the reader's theme, dark or light, stay. */
const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;line-height:1.5";
const EXACT =
  "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:13px;white-space:pre-wrap;overflow-wrap:anywhere";
const LOOKS: Record<Link["look"], string> = {
  primary: "background:#0b6b3a;color:#ffffff;border:1px solid #0b6b3a",
  danger: "background:#a3262a;color:#ffffff;border:1px solid #a3262a",
  plain: "border:1px solid #7a7f87;color:inherit",
};

/** A letter as HTML: no remote content, no scripts, no classes. */
export function toHtml(letter: Letter): string {
  return `<!doctype html>${text(<Document letter={letter} />)}`;
}

/** Elements without anything asynchronous in them become their markup as text. */
const text = (element: unknown): string => String(element);

const Document = ({ letter }: { letter: Letter }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <title>{letter.status}</title>
    </head>
    <body style={`margin:0;padding:24px 16px;${FONT};font-size:15px`}>
      <div style="max-width:640px;margin:0 auto">
        <p style="margin:0 0 4px;font-size:13px;opacity:.75">
          <Words>{letter.kicker}</Words>
        </p>
        <h1 style="margin:0 0 20px;font-size:20px;line-height:1.35;font-weight:600">{letter.status}</h1>
        {letter.sections.map((s) => (
          <Part section={s} />
        ))}
        <div style="margin:24px 0">
          {letter.links.map((l) => (
            <p style="margin:0 0 12px">
              <a
                href={l.url}
                style={`display:inline-block;padding:9px 16px;border-radius:6px;text-decoration:none;font-weight:600;${LOOKS[l.look]}`}
              >
                {l.label}
              </a>
              <span style="display:block;margin:4px 0 0;font-size:13px;opacity:.8">
                <Words>{l.note}</Words>
              </span>
            </p>
          ))}
        </div>
        {letter.details.map((s) => (
          <Part section={s} />
        ))}
        <p style="margin:28px 0 0;padding-top:12px;border-top:1px solid #7a7f8755;font-size:12px;opacity:.75">
          <Words>{letter.footer}</Words>{" "}
          <a href={letter.leave.url} style="color:inherit">
            {letter.leave.label}
          </a>
        </p>
      </div>
    </body>
  </html>
);

/** A time is one word. */
const STAMP = /(\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)? UTC(?:[+-]\d\d:\d\d)?)/;

const Words = ({ children }: { children: string }) => (
  <>
    {children
      .split(STAMP)
      .map((part, n) => (n % 2 === 1 ? <span style="white-space:nowrap">{part}</span> : part))}
  </>
);

const Part = ({ section }: { section: Section }) => (
  <div style="margin:0 0 18px">
    <h2 style="margin:0 0 4px;font-size:15px;font-weight:600">{section.heading}</h2>
    {section.lines.map((line) => (
      <p style={`margin:0 0 4px;overflow-wrap:anywhere;${section.exact ? EXACT : ""}`}>
        <Words>{line}</Words>
      </p>
    ))}
    {(section.items ?? []).map(({ line, url }) => (
      <p style="margin:0 0 6px;overflow-wrap:anywhere">
        <a href={url} style="color:inherit">
          <Words>{line}</Words>
        </a>
      </p>
    ))}
    {section.rest === undefined ? null : <p style="margin:0 0 6px">{section.rest}</p>}
  </div>
);
