import type { PeerLibrary } from "../../peer-library.ts";

export const cellposeCases: PeerLibrary = {
  suite: "cellpose",
  calls: {},
};
