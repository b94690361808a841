import type { Baseline, Context, DomainEvent, Observation, Recipient, Seen, Target } from "@gradus/core";
import type { OutboxMail } from "./views/mail.ts";
import type { Who } from "./views/role.ts";
import type { HealthReport, TargetView } from "./views/status.ts";
import type { SeriesView } from "./views/target.ts";

/** Where a task's workflow stands, from the engine. */
export interface ExecutionView {
  /** The task's id, or with "-r1" at its end where the task was given a new execution. */
  name: string;
  status: string;
  /** State names under way, e.g. ["Settle"]. */
  states: string[];
  /** The runner's events in the shape of GetExecutionHistory: `{ id, type, timestamp, …EventDetails }`. */
  history: unknown[];
}

/** Signed links: purpose, subject and recipient under an HMAC, with expiry and nonce. */
export interface Links {
  /** Answers an escalation. An absolute URL. */
  sign(purpose: LinkPurpose, of: { escalation: string; recipient: string; expiresAt?: number }): string;
  /** Stops mail to somebody, or lets it come again: good for a year and more, and as often as it is used. */
  unsubscribe(recipient: string): string;
  /** An expired link is still known to be ours: the page behind it says who answered. */
  read(
    token: string,
  ):
    | ({ ok: true } & LinkClaims)
    | ({ ok: false; why: "expired" } & LinkClaims)
    | { ok: false; why: "invalid" };
}

export type LinkClaims =
  | { purpose: LinkPurpose; escalation: string; recipient: string }
  | { purpose: "unsubscribe"; recipient: string };
/** What a link can answer. */
export type LinkPurpose = "resolve" | "approve" | "reject";

/** A file of the dashboard, as it is sent. */
export interface SiteFile {
  body: Uint8Array<ArrayBuffer>;
  /** The same, packed, where that is smaller. */
  gzip?: Uint8Array<ArrayBuffer>;
  /** "text/html; charset=utf-8" */
  type: string;
  /** Its name has a hash of its content in it, and never means anything else. */
  hashed: boolean;
  etag: string;
}

/** What a composition root gives to the API. */
export interface ApiContext {
  core: Context;
  version: string;
  health(): Promise<HealthReport>;
  targets(): Promise<TargetView[]>;
  /** Undefined: there is none of that id. */
  target(id: string): Promise<TargetView | undefined>;
  /** What detection saw of a target last; absent where it is not known. */
  seen?(id: string): Seen | undefined;
  /** Compares a target with its baseline now; absent where targets are out of reach. */
  compare?(target: Target, baseline: Baseline): Promise<Observation[]>;
  /** What detection remembers of a target's metrics. */
  series(target: Target): Promise<SeriesView[]>;
  /** Ids of the runbooks that a target's entry makes possible at all. */
  possible(target: Target): readonly string[];
  execution(task: string): Promise<ExecutionView | undefined>;
  outbox?: {
    /** Newest first; only those that are older than the one of id `before`. */
    list(limit?: number, before?: string): Promise<OutboxMail[]>;
    read(id: string): Promise<string | undefined>;
  };
  /** The demo fleet's faults; absent where there is none. */
  demo?: {
    faults: ReadonlyArray<{ id: string; title: string; targets: readonly string[] }>;
    inject(target: string, type: string): Promise<{ cause: string }>;
  };
  /**
   * The dashboard's files by name ("index.html"), where the API serves them; absent where something in front does. Throws
   * "unavailable" with what to do where they could not be built.
   */
  files?: (name: string) => Promise<SiteFile | undefined>;
  /** Who is mailed, and which way it goes. */
  mail: { via: "outbox" | "smtp" | "ses"; from: string; to: readonly Recipient[] };
  /** Live events; absent where there are none (on AWS, where each request has a process of its own). */
  subscribe?: (listener: (event: DomainEvent) => void) => () => void;
  /** Signs and reads the links in mail: createLinks. */
  links: Links;
  /** Address under which people reach the page: used in mail. */
  baseUrl: string;
  access: {
    /**
     * Host header values that are answered, e.g. ["127.0.0.1:8888", "localhost:8888"]. "any" (listening on all addresses, behind
     * a gateway) is only safe with a token, and refused without.
     */
    hosts: readonly string[] | "any";
    /** Origin under which people elsewhere open the page, whatever name a proxy in front asks under: "https://gradus.example.org". */
    origin?: string;
    /** Bearer token, needed for everything but /health when set. */
    token?: string;
    /**
     * A gateway in front answers only under its own names, and has let nobody through who did not bring a token of his own (no
     * cookie, which another site could make a browser send): so names, origins and tokens are not looked at again here.
     * `who` says who it was.
     */
    gateway?: true;
    /** Seconds that whoever is behind a connection has to wait, because too much came from there. A gateway has limits of its own. */
    wait?: (env: unknown) => Promise<number | undefined>;
    /**
     * Who is behind a request and what they may do, where the root knows (a JWT): "human:ada@example.org", operator. Else
     * "human:local", who may do everything; behind a gateway a viewer. `env` is the transport's.
     */
    who?: (request: Request, env: unknown) => Who | undefined;
  };
}
