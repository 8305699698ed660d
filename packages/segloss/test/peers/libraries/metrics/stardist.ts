import type { PeerLibrary } from "../../peer-library.ts";

export const stardistCases: PeerLibrary = {
  suite: "stardist",
  calls: {},
};
