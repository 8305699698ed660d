import type { PeerLibrary } from "../../peer-library.ts";

export const torchmetricsCases: PeerLibrary = {
  suite: "torchmetrics",
  calls: {},
};
