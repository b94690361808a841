/** A message before it is written as text and as HTML: both say the same, in the same order. */
export interface Letter {
  /** Small line above: how urgent, which target. */
  kicker: string;
  /** The one sentence that says how things stand. */
  status: string;
  sections: Section[];
  /** What can be done about it, right after what is recommended. */
  links: Link[];
  /** Details after the links. */
  details: Section[];
  footer: string;
  /** Where mail is stopped, and what that link is called. */
  leave: { label: string; url: string };
}

/** A letter as its writer leaves it: the envelope knows who gets it. */
export type Draft = Omit<Letter, "footer" | "leave"> & { footer?: string };

export interface Section {
  heading: string;
  lines: string[];
  /** Lines that are to be read exactly: an action, evidence. */
  exact?: boolean;
  /** Lines that lead somewhere. */
  items?: Array<{ line: string; url: string }>;
  /** How many more there are, after the others. */
  rest?: string;
}

export interface Link {
  label: string;
  url: string;
  /** What it does, in a few words. */
  note: string;
  look: "primary" | "danger" | "plain";
}
