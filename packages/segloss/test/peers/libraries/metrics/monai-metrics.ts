import type { PeerLibrary } from "../../peer-library.ts";

export const monaiMetricsCases: PeerLibrary = {
  suite: "monai-metrics",
  calls: {},
};
