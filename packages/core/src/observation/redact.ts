const MAX_TEXT = 2_000;

const SECRETS: ReadonlyArray<readonly [RegExp, string]> = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, "[private key]"],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, "[aws key id]"],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, "[jwt]"],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, "$1 [redacted]"],
  [/\b(gh[pousr]_|xox[abprs]-|sk-|rk_|pk_live_|sk_live_)[\w-]{10,}/g, "[token]"],
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+@/gi, "$1[redacted]@"],
  [
    /((?:pass(?:word|wd|phrase)?|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|authorization|cookie|credential)[\w-]*["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&"'}]+)/gi,
    "$1[redacted]",
  ],
];

/** Names of variables and keys whose values are never shown, stored in evidence, mailed or sent to a model. */
export const isSecretName = (name: string): boolean =>
  /pass|secret|token|credential|api_?key|access_?key|private|authorization|cookie/i.test(name);

/** Takes secrets out of outside text, makes control characters visible, and caps the length. */
export function redact(text: string, max: number = MAX_TEXT): string {
  let out = text.length > max * 4 ? text.slice(0, max * 4) : text;
  for (const [pattern, replacement] of SECRETS) out = out.replace(pattern, replacement);
  out = out.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
    "\ufffd",
  );
  return out.length > max ? `${out.slice(0, max - 1)}…` : out;
}
