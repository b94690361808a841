/** Outside words as part of a token: letters, digits, underscores, dots and dashes, at most 48 characters. */
export const slug = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9._]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 48);
