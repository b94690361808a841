/** Does things that are asked for at least once (events, schedules) once. */
export interface Once {
  /**
   * Runs `work` unless it was done under this name before. While somebody else is at it: "conflict", to be tried again. Work
   * that throws, or dies, may be done again.
   */
  run(name: string, work: () => Promise<void>): Promise<"done" | "done before">;
}
