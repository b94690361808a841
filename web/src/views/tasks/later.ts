/** Where the end of a page is heard of. */
export interface Page {
  document: Pick<Document, "visibilityState" | "addEventListener" | "removeEventListener">;
  window: Pick<Window, "addEventListener" | "removeEventListener">;
}

/**
 * Runs something after a while, during which it can be called off; at once when the page is hidden or left, because it may never
 * be shown again.
 */
export function later(
  ms: number,
  run: (leaving: boolean) => void,
  page: Page = { document, window },
): { cancel: () => void } {
  const end = (leaving: boolean): void => {
    cancel();
    run(leaving);
  };
  const turned = (): void => {
    if (page.document.visibilityState === "hidden") end(true);
  };
  const left = (): void => end(true);
  const timer = setTimeout(() => end(false), ms);
  const cancel = (): void => {
    clearTimeout(timer);
    page.document.removeEventListener("visibilitychange", turned);
    page.window.removeEventListener("pagehide", left);
  };
  page.document.addEventListener("visibilitychange", turned);
  page.window.addEventListener("pagehide", left);
  return { cancel };
}
