import { serviceNames } from "../services.ts";
import { changeVariable } from "./change-variable.ts";
import type { Fault } from "./fault.ts";

export const badEnvironment: Fault<"bad_environment"> = {
  id: "bad_environment",
  number: "N7",
  title: "Wrong variable",
  description: "PUBLIC_BASE_URL lost its scheme in service.env: ERR_INVALID_URL at start, exit 1.",
  targets: serviceNames,
  inject: (ctx) => changeVariable(ctx, "PUBLIC_BASE_URL", `127.0.0.1:${ctx.port}`),
};

export const missingEnvironment: Fault<"missing_environment"> = {
  id: "missing_environment",
  number: "N7",
  title: "Missing variable",
  description: "PUBLIC_BASE_URL is gone from service.env: ERR_INVALID_URL at start, exit 1.",
  targets: serviceNames,
  inject: (ctx) => changeVariable(ctx, "PUBLIC_BASE_URL", undefined),
};
