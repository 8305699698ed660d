import type { PeerLibrary } from "../../peer-library.ts";

export const smpMetricsCases: PeerLibrary = {
  suite: "smp-metrics",
  calls: {},
};
