import type { PeerLibrary } from "../../peer-library.ts";

export const medpyCases: PeerLibrary = {
  suite: "medpy",
  calls: {},
};
