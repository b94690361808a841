import type { PermissionKind } from "@gradus/aws/permissions";
import type { Source } from "@gradus/core";

/** What a target may be that decides about rights: an AWS service, or a machine behind Systems Manager. */
export type Kind = PermissionKind | "ssm";

/** What discovered targets may be, by the source that looks at them: its schedules are there even where the file has none. */
export const DISCOVERED: Partial<Record<Source, readonly Kind[]>> = {
  container: ["ecs"],
  metric: ["lambda"],
  resource: ["rds", "ssm"],
};
