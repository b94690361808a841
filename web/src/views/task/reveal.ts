/** Brings something of the page into view by its anchor, opens what it is folded into, and gives it the focus. */
export function reveal(id: string): boolean {
  const found = document.getElementById(id);
  if (!found) return false;
  for (let at = found.closest("details"); at; at = at.parentElement?.closest("details") ?? null)
    at.open = true;
  found.scrollIntoView({ block: "center" });
  found.focus({ preventScroll: true });
  return true;
}

/** What the address points to. */
export function anchorOfAddress(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}
