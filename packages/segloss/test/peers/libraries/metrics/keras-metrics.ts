import type { PeerLibrary } from "../../peer-library.ts";

export const kerasMetricsCases: PeerLibrary = {
  suite: "keras-metrics",
  calls: {},
};
