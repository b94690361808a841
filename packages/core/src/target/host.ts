/** Where a target has no machine that Gradus could look at: what its platform says of it is all there is. */
export const NO_HOST = "none";

const SSM = "ssm:";

/** The managed node ("i-…", "mi-…") of a machine that is reached through AWS Systems Manager; undefined for other hosts. */
export const managedNode = (host: string): string | undefined =>
  host.startsWith(SSM) ? host.slice(SSM.length) : undefined;

export const isOverSsm = ({ host }: { host: string }): boolean => managedNode(host) !== undefined;
