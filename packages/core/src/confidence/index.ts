export * from "./combine.ts";
export * from "./reliability.ts";
export { calibrate, FEWEST_OUTCOMES, IDENTITY, learnCalibration, type Calibration } from "./calibrate.ts";
