export { type DecodedSnapshot, decodeSnapshot } from "./decode-snapshot.ts";
export { encodeSnapshot } from "./encode-snapshot.ts";
export type { TrainingSnapshot } from "./training-snapshot.ts";
