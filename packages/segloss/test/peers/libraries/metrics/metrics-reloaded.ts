import type { PeerLibrary } from "../../peer-library.ts";

export const metricsReloadedCases: PeerLibrary = {
  suite: "MetricsReloaded",
  calls: {},
};
