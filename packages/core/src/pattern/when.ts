export type Conditional = readonly [condition: boolean, token: string];

/** The tokens whose condition holds. */
export const when = (all: readonly Conditional[]): string[] =>
  all.filter(([yes]) => yes).map(([, token]) => token);
