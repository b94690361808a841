/** Names that the code which sends, and the stacks which route, have to agree on. */
export const EVENT_SOURCE = "gradus";
export const MAIL_REQUESTED = "mail.requested";
/** The tag of what may be watched, and touched. */
export const MANAGED = "gradus:managed";
/** Namespace of our metrics in CloudWatch. */
export const METRICS = "Gradus";
