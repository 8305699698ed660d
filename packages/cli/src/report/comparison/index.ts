export { choosePictures } from "./choose-pictures.ts";
export { drawPictures } from "./draw-pictures.ts";
export { NO_PICTURES } from "./pictures.ts";
export { renderComparison } from "./render-comparison.ts";
export { storePictures } from "./store-pictures.ts";
