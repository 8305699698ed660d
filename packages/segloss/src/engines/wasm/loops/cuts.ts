/** An instruction of a chain, in cycles from the chain's start. */
export interface Timed {
  /** When its result is there, and when the last that needs it is done. */
  readonly finish: number;
  readonly lastUse: number;
  readonly instructions: number;
  /** Whether a later loop has to load it, rather than compute it again at little cost. */
  readonly isSpilled: boolean;
}

/** Instructions of vectors that a processor of today begins in a cycle. */
const WIDTH = 4;
/**
 * Cycles of a chain up to which enough pixels are under way at once: the instructions that wait for an operand fit
 * the processor's queues (about 160) then. In longer loops the wait grows with the chain.
 */
const FREE_CHAIN = 17;
/** Cycles that a loop costs, and a value that goes from a loop to a later one by the first-level cache. */
const COST_OF_LOOP = 0.3;
const COST_OF_SPILL = 0.3;

/**
 * Where to cut a chain of instructions into loops, so that their cycles are least in sum: times at which loops end, the
 * last included.
 */
export function cutTimes(values: readonly Timed[]): number[] {
  const times = [...new Set(values.map(({ finish }) => finish))].sort((a, b) => a - b);
  if (times.length === 0) return [0];
  const { instructions, spills } = countAt(times, values);
  const least: { cost: number; from: number }[] = [];
  for (const [i, end] of times.entries()) {
    let best = { cost: Number.POSITIVE_INFINITY, from: -1 };
    for (let from = -1; from < i; from++) {
      const chain = end - (from < 0 ? 0 : times[from]);
      const own = instructions[i] - (from < 0 ? 0 : instructions[from]);
      const stalled = Math.max(1, (chain + 7) / (FREE_CHAIN + 7));
      const cost = (from < 0 ? 0 : least[from].cost) + (own / WIDTH) * stalled;
      if (cost < best.cost) best = { cost, from };
    }
    least.push({ ...best, cost: best.cost + COST_OF_LOOP + COST_OF_SPILL * spills[i] });
  }
  const cuts: number[] = [];
  for (let i = times.length - 1; i >= 0; i = least[i].from) cuts.unshift(times[i]);
  return cuts;
}

/** At each time: instructions that are done, and values that are there and still needed. */
function countAt(
  times: readonly number[],
  values: readonly Timed[],
): { instructions: number[]; spills: number[] } {
  const place = new Map(times.map((time, i) => [time, i]));
  const instructions = times.map(() => 0);
  const spills = times.map(() => 0);
  for (const { finish, lastUse, isSpilled, ...value } of values) {
    const from = place.get(finish) as number;
    instructions[from] += value.instructions;
    if (!isSpilled || lastUse <= finish) continue;
    spills[from]++;
    const until = place.get(lastUse);
    if (until !== undefined) spills[until]--;
  }
  for (let i = 1; i < times.length; i++) {
    instructions[i] += instructions[i - 1];
    spills[i] += spills[i - 1];
  }
  return { instructions, spills };
}
