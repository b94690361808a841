/**
 * A task definition as "family:revision": the revision alone would mean something else once the service is given another
 * family. Neither part has a slash, so it is what comes after the last one of an ARN.
 */
export const versionOf = (taskDefinition: string): string =>
  taskDefinition.split("/").at(-1) ?? taskDefinition;

export const familyOf = (version: string): string => version.split(":")[0] ?? version;

export const isVersion = (text: string): boolean => /^[A-Za-z0-9_-]{1,255}:\d{1,10}$/.test(text);
