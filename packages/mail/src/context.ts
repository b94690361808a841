import type { Escalation, Recipient, Task } from "@gradus/core";

/** What a message needs besides its subject matter. */
export interface MailContext {
  /** Where the page is, without a slash at the end. */
  baseUrl: () => string;
  /** Signed links; they are opened without logging in. */
  links: {
    sign(
      purpose: "resolve" | "approve" | "reject",
      of: { escalation: string; recipient: string; expiresAt?: number },
    ): string;
    /** By which somebody stops mail to themselves. */
    unsubscribe(recipient: string): string;
  };
  now: () => number;
}

export interface About {
  escalation: Escalation;
  task: Task;
  /** The one recipient: links are signed for exactly one person, and times are theirs. */
  to: Recipient;
}
