import type { PeerLibrary } from "../../peer-library.ts";

export const surfaceDistanceCases: PeerLibrary = {
  suite: "surface-distance",
  calls: {},
};
