import {
  arrayOf,
  type ImageArrays,
  type ImageSource,
  type SetHead,
  sourceFromArrays,
} from "@segloss/cli/training";

/**
 * What `segloss studio DATA` serves, decoded as `segloss compare` reads it; null where there is no DATA.
 *
 * @param base of the site, with a slash at its end
 * @throws Error with what is wrong with the set, or where the server does not answer
 */
export async function servedSet(base: string): Promise<SetHead | null> {
  const answer = await fetch(`${base}data/set.json`);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error((await answer.text()).trim());
  return answer.json();
}

/**
 * Some of its images with their truth, as a source of those alone.
 *
 * @param images by index
 * @param onDone is told how many have come
 */
export async function servedSource(
  base: string,
  { set }: SetHead,
  images: readonly number[],
  onDone: (count: number) => void = () => {},
): Promise<ImageSource> {
  const arrays: ImageArrays[] = [];
  for (const image of images) {
    arrays.push(await arraysOf(base, set, image));
    onDone(arrays.length);
  }
  return sourceFromArrays({ ...set, images: images.map((image) => set.images[image]!) }, arrays);
}

async function arraysOf(base: string, { images }: SetHead["set"], image: number): Promise<ImageArrays> {
  const { pixels, mask, instances } = images[image]!;
  const ask = async (kind: string, type: typeof mask.type) => {
    const answer = await fetch(`${base}data/${kind}/${image}`);
    if (!answer.ok) throw new Error(`${kind} ${image}: ${(await answer.text()).trim()}`);
    return arrayOf(type, await answer.arrayBuffer());
  };
  const [pixelArray, maskArray, numbers] = await Promise.all([
    ask("pixels", pixels.place.type),
    ask("mask", mask.type),
    instances && ask("instances", instances.type),
  ]);
  return { pixels: pixelArray, mask: maskArray, ...(numbers && { instances: numbers }) };
}
