import type { Pixels } from "./pixels.ts";

/** Intensities of one channel of an image, 0 to 1. */
export interface ChannelFacts {
  readonly least: number;
  readonly most: number;
  readonly sum: number;
  readonly squares: number;
  /** Pixels of the least and of the largest possible value: 0 and white. */
  readonly black: number;
  readonly white: number;
}

/** What one pass over an image says of its channels. */
export function channelFacts({ values, channels }: Pixels): ChannelFacts[] {
  return Array.from({ length: channels }, (_, c) => ofChannel(values, c, channels));
}

function ofChannel(values: Float32Array, channel: number, channels: number): ChannelFacts {
  let [least, most, sum, squares, black, white] = [Infinity, -Infinity, 0, 0, 0, 0];
  for (let i = channel; i < values.length; i += channels) {
    const value = values[i];
    if (value < least) least = value;
    if (value > most) most = value;
    sum += value;
    squares += value * value;
    if (value <= 0) black++;
    if (value >= 1) white++;
  }
  return { least, most, sum, squares, black, white };
}

/** Whether no channel has two different values. */
export function isConstant(channels: readonly ChannelFacts[]): boolean {
  return channels.every(({ least, most }) => least >= most);
}
