/** What the process of a function is sent, and what it answers: one invocation after the other, as on Lambda. */
export interface Call {
  payload: unknown;
  /** Milliseconds by which the story is ahead of the machine's clock. */
  aheadMs: number;
  timeoutMs: number;
}

export interface Done {
  output?: unknown;
  fault?: string;
  wallMs: number;
  /** Processor time, on a whole core of this machine. */
  cpuMs: number;
  logBytes: number;
  logLines: number;
  /** Metrics that it told (EMF): name and dimensions. */
  metrics: string[];
}
