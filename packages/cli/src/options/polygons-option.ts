import { Option } from "commander";

/** `--polygons` of every command that reads annotations. */
export function polygonsOption(): Option {
  return new Option(
    "--polygons <rule>",
    "how outlines become pixels: coco (pycocotools), border (drawing programs), centre (default: the format's)",
  ).choices(["coco", "border", "centre"]);
}
