import { type MaintenanceWindow, type Target, windowAt } from "@gradus/core";

export interface WindowView extends MaintenanceWindow {
  open: boolean;
}

/** The maintenance windows of a target, and whether each is open at `now` (epoch ms). */
export const windowsOf = ({ maintenance }: Target, now: number): WindowView[] =>
  maintenance.map((window) => ({ ...window, open: windowAt([window], now) !== undefined }));
