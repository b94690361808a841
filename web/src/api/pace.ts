const MINUTE_MS = 60_000;

/** How soon to look again, after so long without a sign of life: of the reader's hand, or of anything that changed. */
export function paceOf(quietMs: number, firstMs: number): number {
  if (quietMs < 2 * MINUTE_MS) return firstMs;
  return quietMs < 10 * MINUTE_MS ? 15_000 : MINUTE_MS;
}

/**
 * Hears the reader's hand, and is told (`alive`) of what changes; `next` gives how soon to look again, in milliseconds. Who
 * comes back (`woken`) does not wait as long as nobody did.
 */
export function createPace(firstMs: number, woken: () => void) {
  let last = Date.now();
  const next = (): number => paceOf(Date.now() - last, firstMs);
  const alive = (): void => {
    const waits = next() > firstMs;
    last = Date.now();
    if (waits) woken();
  };
  // No scrolling: pages scroll by themselves, too.
  for (const event of ["pointerdown", "pointermove", "keydown", "wheel", "focus"])
    addEventListener(event, alive, { passive: true, capture: true });
  return { alive, next };
}
