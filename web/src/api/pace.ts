const MINUTE_MS = 60_000;

/** How soon to look again, after so long without a sign of life: of the reader's hand, or of anything that changed. */
export function paceOf(quietMs: number, firstMs: number): number {
  if (quietMs < 2 * MINUTE_MS) return firstMs;
  return quietMs < 10 * MINUTE_MS ? 15_000 : MINUTE_MS;
}

/** Hears the reader's hand, and is told (`alive`) of what changes; `next` gives how soon to look again, in milliseconds. */
export function createPace(firstMs: number) {
  let last = Date.now();
  const alive = (): void => {
    last = Date.now();
  };
  for (const event of ["pointerdown", "pointermove", "keydown", "scroll", "focus"])
    addEventListener(event, alive, { passive: true, capture: true });
  return { alive, next: (): number => paceOf(Date.now() - last, firstMs) };
}
