import type { PeerLibrary } from "../peer-library.ts";
import { LOSS_LIBRARIES } from "./losses.ts";
import { cellposeCases } from "./metrics/cellpose.ts";
import { kerasMetricsCases } from "./metrics/keras-metrics.ts";
import { medpyCases } from "./metrics/medpy.ts";
import { metricsReloadedCases } from "./metrics/metrics-reloaded.ts";
import { monaiMetricsCases } from "./metrics/monai-metrics.ts";
import { monaiNewerMetricsCases } from "./metrics/monai-newer-metrics.ts";
import { nnunetCases } from "./metrics/nnunet.ts";
import { smpMetricsCases } from "./metrics/smp-metrics.ts";
import { stardistCases } from "./metrics/stardist.ts";
import { surfaceDistanceCases } from "./metrics/surface-distance.ts";
import { torchmetricsCases } from "./metrics/torchmetrics.ts";
import { torchmetricsCalibrationCases } from "./metrics/torchmetrics-calibration.ts";

/** How each suite is written here. A new suite is its file and a line. */
export const PEER_LIBRARIES: readonly PeerLibrary[] = [
  ...LOSS_LIBRARIES,
  metricsReloadedCases,
  cellposeCases,
  kerasMetricsCases,
  medpyCases,
  monaiMetricsCases,
  monaiNewerMetricsCases,
  nnunetCases,
  smpMetricsCases,
  stardistCases,
  surfaceDistanceCases,
  torchmetricsCases,
  torchmetricsCalibrationCases,
];
