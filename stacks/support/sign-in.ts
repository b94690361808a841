import type { Stack } from "aws-cdk-lib";

/** Where people sign in. The name has to be unique in the region, over all accounts. */
export const signInPrefix = (stack: Stack, prefix: string): string => `${prefix}-${stack.account}`;

export const signInOrigin = (stack: Stack, prefix: string): string =>
  `https://${signInPrefix(stack, prefix)}.auth.${stack.region}.amazoncognito.com`;
