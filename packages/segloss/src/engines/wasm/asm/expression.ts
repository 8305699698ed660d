import type { ByteWriter } from "./byte-writer.ts";
import { type Immediate, INSTRUCTIONS, type Instruction } from "./instructions.ts";
import { VALUE_TYPES, type ValueType } from "./value-type.ts";

type Part = Expression | number;

/** How an instruction is written: those of the table, and those that no one writes by name. */
interface Encoding extends Omit<Instruction, "immediate" | "result"> {
  /** Writes what follows the opcode. */
  readonly follow: Follow | null;
}

type Follow = (to: ByteWriter, x: number, lane: number) => void;

const FOLLOWS: Readonly<Record<Exclude<Immediate, "none">, Follow>> = {
  // Alignment 1 is only a hint; the offset is unsigned.
  memory: (to, x) => to.pair(0, x),
  "memory-lane": (to, x, lane) => {
    to.pair(0, x);
    to.byte(lane);
  },
  // Atomic access has to be aligned to its four bytes.
  atomic: (to, x) => to.pair(2, x),
  lane: (to, x) => to.byte(x),
  shuffle: (to, lanes) => to.all(lanes as unknown as readonly number[]),
};

const GET = 0x20;
const LOCAL: Encoding = { opcode: [GET], follow: (to, x) => to.unsigned(x), operands: [] };

function constantEncoding(opcode: number, follow: Follow): Encoding {
  return { opcode: [opcode], follow, operands: [] };
}

const CONSTANT: Readonly<Record<Exclude<ValueType, "v128">, Encoding>> = {
  i32: constantEncoding(0x41, (to, x) => to.signed(x)),
  i64: constantEncoding(0x42, (to, x) => to.signed(x)),
  f32: constantEncoding(0x43, (to, x) => to.numbers(Float32Array.of(x))),
  f64: constantEncoding(0x44, (to, x) => to.numbers(Float64Array.of(x))),
};

function selectOf(type: ValueType): Encoding {
  return { opcode: [0x1b], follow: null, operands: [type, type, "i32"] };
}

const SELECT = Object.fromEntries(VALUE_TYPES.map((type) => [type, selectOf(type)]));

/**
 * An instruction with its operands, which is written where it is used: one object a node, without functions of its own.
 * `value.ts` says what of it is seen.
 */
export class Expression {
  // Declared: fields would be defined before they are set, twice the work of a node.
  declare readonly type: ValueType;
  declare readonly instruction: Encoding;
  declare readonly a: Part | undefined;
  declare readonly b: Part | undefined;
  declare readonly c: Part | undefined;
  /** Offset in memory, index of a local, lanes or number, by the instruction. */
  declare readonly index: number | readonly number[];
  declare readonly lane: number;

  constructor(
    type: ValueType,
    instruction: Encoding,
    a: Part | undefined,
    b: Part | undefined,
    c: Part | undefined,
    index: number | readonly number[],
    lane: number,
  ) {
    this.type = type;
    this.instruction = instruction;
    this.a = a;
    this.b = b;
    this.c = c;
    this.index = index;
    this.lane = lane;
  }

  choose(yes: Expression, no: Part): Expression {
    return new Expression(yes.type, SELECT[yes.type], yes, no, this, 0, 0);
  }

  static {
    Object.assign(Expression.prototype, methods());
  }
}

export function localOf(type: ValueType, index: number): Expression {
  return new Expression(type, LOCAL, undefined, undefined, undefined, index, 0);
}

export function constantOf(type: Exclude<ValueType, "v128">, x: number): Expression {
  return new Expression(type, CONSTANT[type], undefined, undefined, undefined, x, 0);
}

/** A function of operands and immediates that makes the expression of an instruction. */
export type Maker = (...args: never[]) => Expression;

/** Makers by the names of instructions. */
export const MAKERS: ReadonlyMap<string, Maker> = new Map(
  [...INSTRUCTIONS].map(([name, instruction]) => [name, makerOf(instruction)]),
);

function makerOf({ immediate, opcode, operands, result }: Instruction): Maker {
  const instruction: Encoding = {
    ...{ opcode, operands },
    follow: immediate === "none" ? null : FOLLOWS[immediate],
  };
  const type = result as ValueType;
  type Index = number | readonly number[];
  switch (operands.length) {
    case 1:
      return (a: Part, i: Index = 0, j = 0) =>
        new Expression(type, instruction, a, undefined, undefined, i, j);
    case 2:
      return (a: Part, b: Part, i: Index = 0, j = 0) =>
        new Expression(type, instruction, a, b, undefined, i, j);
    default:
      return (a: Part, b: Part, c: Part, i: Index = 0, j = 0) =>
        new Expression(type, instruction, a, b, c, i, j);
  }
}

/** The methods of all types: each looks up the instruction by the type of what it is called on. */
function methods(): Record<string, unknown> {
  const byVerb: Record<string, Partial<Record<string, Maker>>> = {};
  for (const [name, { operands, immediate, result }] of INSTRUCTIONS) {
    const [, type, verb] = /^(.*?)\.(.*)$/.exec(name) as RegExpExecArray;
    if (operands[0] !== type || immediate !== "none" || result === "none" || type === "v128") continue;
    byVerb[verb] ??= {};
    byVerb[verb][type] = makerOf(INSTRUCTIONS.get(name) as Instruction);
  }
  return Object.fromEntries(Object.entries(byVerb).map(([verb, makers]) => [verb, methodOf(makers)]));
}

function methodOf(makers: Partial<Record<string, Maker>>): unknown {
  return function (this: Expression, b: never): Expression {
    return (makers[this.type] as Maker)(this as never, b);
  };
}

/** Writes operands and instruction; numbers are constants of the type that is wanted. */
export function write(to: ByteWriter, x: Part, type: ValueType): void {
  if (typeof x === "number") {
    const { opcode, follow } = CONSTANT[type as "i32"];
    to.all(opcode);
    follow?.(to, x, 0);
    return;
  }
  if (x.instruction === LOCAL) {
    to.pair(GET, x.index as number);
    return;
  }
  const { a, b, c } = x;
  const { opcode, operands, follow } = x.instruction;
  if (a !== undefined) write(to, a, operands[0]);
  if (b !== undefined) write(to, b, operands[1]);
  if (c !== undefined) write(to, c, operands[2]);
  to.all(opcode);
  if (follow !== null) follow(to, x.index as number, x.lane);
}
