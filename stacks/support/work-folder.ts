import { join, relative } from "node:path";
import { useProject } from "sst/project.js";

/** Where a stage's files lie until they are packed into functions; relative to the repository, as SST wants it. */
export function workFolder(stage: string): string {
  const { root, out } = useProject().paths;
  return relative(root, join(out, "gradus", stage));
}
