import { isConstant } from "../facts/channel-facts.ts";
import type { ChannelSummary, IntensitySummary } from "../inspection.ts";
import type { SeenImage } from "../see/seen-set.ts";
import { spread } from "./spread.ts";
import { sum } from "./sum.ts";

/** Gray images of a coloured set count for each of three channels. */
export function intensitySummary(images: readonly SeenImage[], channels: number): IntensitySummary {
  const whites = new Set(images.map(({ scale }) => scale.white));
  const least = (one: SeenImage) =>
    shown(one.scale.ends?.[0]) ?? stored(one, Math.min(...one.channels.map((channel) => channel.least)));
  const most = (one: SeenImage) =>
    shown(one.scale.ends?.[1]) ?? stored(one, Math.max(...one.channels.map((channel) => channel.most)));
  const measured = images.filter(({ scale }) => scale.white === null);
  return {
    channels: Array.from({ length: channels }, (_, c) => channelSummary(images, c)),
    white: whites.size === 1 ? [...whites][0] : null,
    stored: images.reduce<[number, number]>(
      ([low, high], one) => [Math.min(low, least(one)), Math.max(high, most(one))],
      [Infinity, -Infinity],
    ),
    largest: spread([...largestOfFiles(measured, most).values()]),
    constant: images.filter((one) => isConstant(one.channels)).map(({ name }) => name),
  };
}

function largestOfFiles(
  images: readonly SeenImage[],
  most: (one: SeenImage) => number,
): ReadonlyMap<string, number> {
  const largest = new Map<string, number>();
  for (const one of images) largest.set(one.file, Math.max(largest.get(one.file) ?? -Infinity, most(one)));
  return largest;
}

/** Values are in single precision, stored ones mostly whole numbers. */
function stored({ scale }: SeenImage, value: number): number {
  return shown(scale.offset + scale.factor * value)!;
}

function shown(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value.toPrecision(6));
}

function channelSummary(images: readonly SeenImage[], c: number): ChannelSummary {
  const facts = images.map(({ channels }) => channels[Math.min(c, channels.length - 1)]);
  const pixels = sum(images.map(({ width, height }) => width * height));
  const mean = sum(facts.map((one) => one.sum)) / pixels;
  const variance = sum(facts.map((one) => one.squares)) / pixels - mean * mean;
  return {
    least: facts.reduce((low, one) => Math.min(low, one.least), Infinity),
    most: facts.reduce((high, one) => Math.max(high, one.most), -Infinity),
    ...{ mean, deviation: Math.sqrt(Math.max(0, variance)) },
    black: sum(facts.map((one) => one.black)) / pixels,
    saturated: sum(facts.map((one) => one.white)) / pixels,
  };
}
