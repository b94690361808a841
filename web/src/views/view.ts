import type { Client } from "../api/client.ts";
import type { Config } from "../config.ts";

/** What a view may use. */
export interface Page {
  client: Client;
  config: Config;
  /** Tells the reader something above the view, until the next navigation. */
  tell(text: string, tone?: "good" | "wait"): void;
  /** Reads the view's data again, now. */
  refresh(): Promise<void>;
  /** Does something of the reader's; polling waits for it, and what goes wrong is told. */
  act(work: () => Promise<void>): Promise<void>;
}

/** What is shown now. */
export interface Shown {
  title: string;
  content: Node[];
}

/** Reads and draws one page. Throws what the client throws. */
export type View = (page: Page) => Promise<Shown>;
