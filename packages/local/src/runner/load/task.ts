import { runtimeFault } from "../fault.ts";
import { maybe } from "../path/compile.ts";
import type { Read } from "../scope.ts";
import { numberOrPath, templateField, working } from "./common.ts";
import type { Fields } from "./fields.ts";
import type { Loading } from "./loading.ts";
import type { TaskState } from "./machine.ts";

const TOKEN_SUFFIX = ".waitForTaskToken";

/** Task state (States Language, "Task State"). */
export const loadTask = (fields: Fields, loading: Loading): TaskState => {
  fields.require("Resource");
  const resource = fields.string("Resource") ?? "";
  const waitsForToken = resource.endsWith(TOKEN_SUFFIX);
  const handler = waitsForToken ? resource.slice(0, -TOKEN_SUFFIX.length) : resource;
  if (resource !== "") checkResource(fields, loading, handler, resource);
  return {
    type: "Task",
    ...working(fields, loading),
    resource,
    handler,
    waitsForToken,
    parameters: templateField(fields, "Parameters", waitsForToken),
    ...loadLimits(fields),
  };
};

const checkResource = (fields: Fields, loading: Loading, handler: string, resource: string): void => {
  if (loading.resources.has(handler)) return;
  const known = [...loading.resources];
  const suffix = /\.sync(?::\d+)?$/u.exec(resource)?.[0];
  fields.place
    .at("Resource")
    .report(
      suffix === undefined
        ? `the resource ${resource} has no handler`
        : `the resource ${resource} has no handler, and ${suffix} is not supported`,
      known.length === 0 ? "a resource that the runner is given" : `one of ${known.join(", ")}`,
    );
};

const loadLimits = (fields: Fields): Pick<TaskState, "timeoutSeconds" | "heartbeatSeconds"> => {
  const timeout = numberOrPath(fields, "TimeoutSeconds", { least: 1 });
  const heartbeat = numberOrPath(fields, "HeartbeatSeconds", { least: 1 });
  if (heartbeat.fixed !== undefined && timeout.fixed !== undefined && heartbeat.fixed >= timeout.fixed) {
    fields.place.at("HeartbeatSeconds").report("must be smaller than TimeoutSeconds");
  }
  return { timeoutSeconds: seconds(timeout), heartbeatSeconds: seconds(heartbeat) };
};

const seconds = ({ fixed, path }: ReturnType<typeof numberOrPath>): Read<number | undefined> => {
  if (path === undefined) return () => fixed;
  const read = maybe(path);
  return (scope) => {
    const value = read(scope);
    if (Number.isInteger(value) && Number(value) > 0) return Number(value);
    throw runtimeFault(`${path.text} must select a positive integer, not ${JSON.stringify(value)}`);
  };
};
