import type { PropsWithChildren, ReactNode } from "react";
import type { Tone } from "../text/words.ts";

/** A part of a page with a heading of its own. */
export const Section = ({
  title,
  id,
  side,
  children,
}: PropsWithChildren<{ title: string; id?: string; side?: ReactNode }>) => (
  <section {...(id === undefined ? {} : { id, "aria-labelledby": `${id}-title` })}>
    <div className="section-head">
      <h2 {...(id === undefined ? {} : { id: `${id}-title` })}>{title}</h2>
      {side}
    </div>
    {children}
  </section>
);

export const Card = ({ tone, children }: PropsWithChildren<{ tone?: Tone }>) => (
  <div className={`card ${tone ?? ""}`}>{children}</div>
);

/** Nothing to show, in words: "all healthy, last check …". */
export const Empty = ({ children }: PropsWithChildren) => <p className="empty">{children}</p>;

/** Something that must be read: what is wrong and what to do. */
export const Note = ({ tone = "busy", children }: PropsWithChildren<{ tone?: Tone }>) => (
  <div className={`say ${tone}`} role={tone === "bad" ? "alert" : "status"}>
    {children}
  </div>
);

/** The first line of a page: how it stands, in one sentence. */
export const Lead = ({
  tone,
  icon,
  title,
  side,
  children,
}: PropsWithChildren<{ tone: Tone; icon: string; title: ReactNode; side?: ReactNode }>) => (
  <div className={`lead ${tone}`}>
    <div>
      <h1 tabIndex={-1}>
        <span className="icon" aria-hidden="true">
          {icon}
        </span>
        {title}
      </h1>
      {children}
    </div>
    {side}
  </div>
);

/** A name and what it says; many of them make a list of facts (`<dl>`). */
export const Fact = ({ name, children }: PropsWithChildren<{ name: string }>) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
