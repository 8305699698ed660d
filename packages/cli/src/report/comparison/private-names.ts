import type { ComparisonView } from "./view.ts";

/** The name of an image; where none may be shown its place in results.json, since names can be those of patients. */
export function imageName({ results, pictures }: ComparisonView, image: number): string {
  return pictures.images.length === 0 ? `number ${image}` : results.data.images[image].name;
}
