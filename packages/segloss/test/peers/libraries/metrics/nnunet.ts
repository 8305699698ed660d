import type { PeerLibrary } from "../../peer-library.ts";

export const nnunetCases: PeerLibrary = {
  suite: "nnU-Net",
  calls: {},
};
