export { installDemo, type InstalledService, type InstallOptions } from "./install.ts";
export {
  demoServices,
  defaultPortBase,
  findService,
  serviceNames,
  type DemoService,
  type ServiceName,
} from "./services.ts";
export { findServicesDir } from "./services-dir.ts";
