/**
 * What a page of ours may load: only what is ours, nothing that is inline, and no text as a script. Nobody frames it. `connect`:
 * what it may talk to besides us.
 */
export const contentPolicy = (...connect: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...connect].join(" "),
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");
