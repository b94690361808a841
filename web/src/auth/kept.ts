/**
 * What outlives a reload. Only sessionStorage: it ends with the tab and no other tab sees it; only our own script can read it
 * (the content security policy lets no other run). The id token stays in memory; the refresh token is kept, because else each
 * reload would send people away to sign in. It is of no use without the client, and Cognito can revoke it.
 */
const PENDING = "gradus.sign-in";
const REFRESH = "gradus.refresh";
const LEFT = "gradus.signed-out";

/** A sign-in that was begun, and the page to come back to. */
export interface Pending {
  state: string;
  nonce: string;
  verifier: string;
  back: string;
}

export const keepPending = (pending: Pending): void =>
  sessionStorage.setItem(PENDING, JSON.stringify(pending));

/** Taken once: a code that comes back twice is refused the second time. */
export function takePending(): Pending | undefined {
  const text = sessionStorage.getItem(PENDING);
  sessionStorage.removeItem(PENDING);
  return text === null ? undefined : (JSON.parse(text) as Pending);
}

export const refreshToken = (): string | undefined => sessionStorage.getItem(REFRESH) ?? undefined;

export function keepRefresh(token: string | undefined): void {
  if (token === undefined) sessionStorage.removeItem(REFRESH);
  else sessionStorage.setItem(REFRESH, token);
}

/** Who signs out leaves nothing behind, and wants to stay out: the page then offers a button, and does not go to sign in at once. */
export function keepLeft(): void {
  sessionStorage.clear();
  sessionStorage.setItem(LEFT, "yes");
}

export function takeLeft(): boolean {
  const left = sessionStorage.getItem(LEFT) !== null;
  sessionStorage.removeItem(LEFT);
  return left;
}
