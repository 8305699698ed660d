// What `segloss compare`, `predict` and `report` do, without files and processes: for pages, which bring their own.
export type { ImageSource } from "../data/image-source.ts";
export type { SetHead } from "../data/store/set-head.ts";
export { arrayOf, type ImageArrays, sourceFromArrays } from "../data/store/source-from-arrays.ts";
