import { check } from "../door/check.ts";
import { COUNT } from "../door/kinds.ts";
import type { Link } from "./link.ts";
import { noLink } from "./none.ts";
import { sigmoidLink } from "./sigmoid.ts";
import { softmaxLink } from "./softmax.ts";

export type { Link } from "./link.ts";
export type LinkName = Link["name"];

/** The links, in the order in which `segloss list` shows them. */
export const LINKS: readonly Link[] = [sigmoidLink, softmaxLink, noLink];

/** The link where neither the caller nor the loss says one: sigmoid for one channel, softmax for several. */
export function defaultLink(channels: number): LinkName {
  check("defaultLink: channels", channels, COUNT);
  return channels === 1 ? "sigmoid" : "softmax";
}

/** The link of a name. */
export function linkNamed(name: LinkName): Link {
  const link = LINKS.find((candidate) => candidate.name === name);
  if (!link) throw new Error(`Unknown link "${name}": expected ${LINKS.map((l) => l.name).join(", ")}.`);
  return link;
}
