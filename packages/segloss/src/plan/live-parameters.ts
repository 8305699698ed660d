import { didYouMean } from "../formula/did-you-mean.ts";
import { type Expression, NO_AXES, symbol } from "../formula/expression.ts";
import type { Loss, Term } from "../losses/loss.ts";
import type { Setting } from "./setting.ts";

const PREFIX = "parameter:";

/** Name of the symbol of a constant that each call brings: one that no formula can write. */
export function liveSymbol(name: string): string {
  return `${PREFIX}${name}`;
}

export function liveParameter(name: string): Expression {
  return symbol(liveSymbol(name), NO_AXES);
}

/** The constant that a symbol stands for; undefined for other symbols. */
export function liveNameOf(symbolName: string): string | undefined {
  return symbolName.startsWith(PREFIX) ? symbolName.slice(PREFIX.length) : undefined;
}

/**
 * Checks that the loss has the constants that are to be live.
 * @throws Error for one that no term has, and for one that is a list
 */
export function checkLive({ terms }: Loss, { live = [] }: Setting): void {
  for (const name of live) {
    const having = terms.filter(({ parameters }) => Object.hasOwn(parameters, name));
    if (having.length === 0) throw unknownConstant(name, terms);
    const list = having.find(({ parameters }) => typeof parameters[name] !== "number");
    if (list)
      throw new Error(
        `live: ${list.name} has a ${name} for each class, which cannot change: give it as one number.`,
      );
  }
}

function unknownConstant(name: string, terms: readonly Term[]): Error {
  const all = [...new Set(terms.flatMap(({ parameters }) => Object.keys(parameters)))];
  if (all.length === 0) return new Error(`live: the loss has no constants, got "${name}": leave live out.`);
  const hint = didYouMean(name, all) || ` It has: ${all.join(", ")}.`;
  return new Error(`live: the loss has no constant "${name}".${hint}`);
}
