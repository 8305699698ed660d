import type { PeerLibrary } from "../../peer-library.ts";

export const torchmetricsCalibrationCases: PeerLibrary = {
  suite: "torchmetrics-calibration",
  calls: {},
};
