import type { PeerLibrary } from "../../peer-library.ts";

export const monaiNewerMetricsCases: PeerLibrary = {
  suite: "monai-newer-metrics",
  calls: {},
};
