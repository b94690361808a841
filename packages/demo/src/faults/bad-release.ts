import { serviceNames } from "../services.ts";
import type { Fault } from "./fault.ts";
import { deployDefect } from "./support.ts";

export const badRelease: Fault<"bad_release"> = {
  id: "bad_release",
  number: "N8",
  title: "Bad release",
  description: "Deploys 1.2.0: 60 % of the requests fail with 500 (TypeError) from the change on.",
  targets: serviceNames,
  inject: (ctx) => deployDefect(ctx, "1.2.0", "load profiles when they are needed"),
};

export const crashRelease: Fault<"crash_release"> = {
  id: "crash_release",
  number: "N1",
  title: "Crashing release",
  description: "Deploys 1.2.0-crash: an uncaught TypeError 2.5 s after every start, exit 1.",
  targets: serviceNames,
  inject: (ctx) => deployDefect(ctx, "1.2.0-crash", "sweep expired sessions"),
};
