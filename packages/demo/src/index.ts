export { parseEnv, readEnv, setVariable } from "./env-file.ts";
export type { Fault, FaultContext, Injection } from "./faults/fault.ts";
export { faults, findFault, type FaultId } from "./faults/index.ts";
export { installDemo, type InstalledService, type InstallOptions } from "./install.ts";
export { knownContent, probeContent, type ProbeResult } from "./probe.ts";
export { activate, currentVersion, readHistory, type Deployment } from "./release.ts";
export { findServicesDir } from "./services-dir.ts";
export {
  defaultPortBase,
  demoServices,
  findService,
  serviceNames,
  type DemoService,
  type ServiceName,
} from "./services.ts";
