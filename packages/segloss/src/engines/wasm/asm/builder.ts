import { ByteWriter } from "./byte-writer.ts";
import { giveEmitters } from "./emitters.ts";
import { type Expression, localOf, MAKERS, type Maker, write } from "./expression.ts";
import type { InstructionName, VectorInstruction } from "./instructions.ts";
import { TYPE, type ValueType } from "./value-type.ts";

export type ParameterTypes = Readonly<Record<string, ValueType>>;

/** What can be called, and its types. */
export interface Callee {
  readonly types: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** Without types: `FunctionBuilder` has them. */
type Any = Expression | number;

const [BLOCK, LOOP, IF, ELSE, END, BRANCH, BRANCH_IF] = [0x02, 0x03, 0x04, 0x05, 0x0b, 0x0c, 0x0d];
const NO_RESULT = 0x40;
const SET = 0x21;
const VECTOR_CONSTANT = [0xfd, 0x0c];

/** Shares its methods, since a module has dozens of functions. */
export class Builder {
  readonly types: readonly ValueType[];
  readonly results: readonly ValueType[];
  readonly parameters: Readonly<Record<string, Expression>>;
  readonly #locals: ValueType[] = [];
  readonly #constants = new ByteWriter();
  readonly #body = new ByteWriter(1024);
  /** Where calls stand in the body, in order, without the number of what they call. */
  readonly #calls: { readonly at: number; readonly target: Callee }[] = [];
  readonly #floats = new Map<number | string, Expression>();
  readonly #integers = new Map<number | string, Expression>();
  /** Blocks, loops and conditions that are open. */
  #depth = 0;

  constructor(parameters: ParameterTypes, results: readonly ValueType[]) {
    this.types = Object.values(parameters);
    this.results = results;
    this.parameters = Object.fromEntries(
      Object.entries(parameters).map(([name, type], i) => [name, localOf(type, i)]),
    );
    giveEmitters(this);
  }

  local(type: ValueType, value?: Any): Expression {
    const local = localOf(type, this.types.length + this.#locals.push(type) - 1);
    if (value !== undefined) this.set(local, value);
    return local;
  }
  let(value: Expression): Expression {
    write(this.#body, value, value.type);
    const index = this.types.length + this.#locals.push(value.type) - 1;
    this.#body.pair(SET, index);
    return localOf(value.type, index);
  }
  set(variable: Expression, value: Any): void {
    write(this.#body, value, variable.type);
    this.#setTo(variable);
  }
  advance(variable: Expression, by: Any): void {
    this.set(variable, made("i32.add", variable, by));
  }
  /** Writes an instruction without a result. */
  do(statement: Expression): void {
    write(this.#body, statement, "i32");
  }
  store(address: Any, value: Expression, offset?: number): void {
    this.do(made(`${value.type}.store`, address, value, offset));
  }
  vector(name: VectorInstruction, args: readonly Expression[]): Expression {
    return this.let(made(name, args[0], args[1], args[2]));
  }
  splat(x: number): Expression {
    // A map takes -0 for 0.
    const key = Object.is(x, -0) ? "-0" : x;
    return this.#constant(this.#floats, key, () => Float32Array.of(x, x, x, x));
  }
  integers(...lanes: number[]): Expression {
    const [first] = lanes;
    const isOne = lanes.every((lane) => lane === first);
    const four = (): Int32Array =>
      isOne ? Int32Array.of(first, first, first, first) : Int32Array.from(lanes);
    return this.#constant(this.#integers, isOne ? first : lanes.join(), four);
  }
  lanes(a: Expression, b: Expression, which: readonly number[]): Expression {
    const bytes = which.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]);
    return this.let(made("i8x16.shuffle", a, b, bytes));
  }
  call(target: Callee, ...args: readonly Any[]): Expression | undefined {
    args.forEach((arg, i) => {
      write(this.#body, arg, target.types[i]);
    });
    this.#body.byte(0x10);
    this.#calls.push({ at: this.#body.length, target });
    const [type] = target.results;
    if (type === undefined) return undefined;
    const local = this.local(type);
    this.#setTo(local);
    return local;
  }
  if(condition: Expression, then: () => void, otherwise?: () => void): void {
    write(this.#body, condition, "i32");
    this.#open(IF);
    then();
    if (otherwise) {
      this.#body.byte(ELSE);
      otherwise();
    }
    this.#close();
  }
  repeat(round: () => Expression): void {
    this.#open(LOOP);
    write(this.#body, round(), "i32");
    this.#branch(BRANCH_IF, 0);
    this.#close();
  }
  while(condition: Expression, round: () => void): void {
    this.if(condition, () =>
      this.repeat(() => {
        round();
        return condition;
      }),
    );
  }
  loop(round: (leaveIf: (condition: Expression) => void) => void): void {
    this.#open(BLOCK);
    const outside = this.#depth;
    this.#open(LOOP);
    round((condition) => {
      write(this.#body, condition, "i32");
      this.#branch(BRANCH_IF, this.#depth - outside);
    });
    this.#branch(BRANCH, 0);
    this.#close();
    this.#close();
  }
  for(from: Any, end: Any, step: number, body: (i: Expression) => void): void {
    const i = this.local("i32", from);
    this.while(made("i32.lt_u", i, end), () => {
      body(i);
      this.advance(i, step);
    });
  }
  forDown(count: Any, body: (i: Expression) => void): void {
    const i = this.local("i32", count);
    this.while(i, () => {
      this.set(i, made("i32.sub", i, 1));
      body(i);
    });
  }
  return(value: Expression): void {
    this.result(value);
    this.#body.byte(0x0f);
  }
  result(value: Expression): void {
    write(this.#body, value, value.type);
  }

  code(numberOf: (target: Callee) => number): Uint8Array<ArrayBuffer> {
    const content = new ByteWriter(this.#constants.length + this.#body.length + 64);
    writeDeclarations(content, this.#locals);
    content.append(this.#constants.bytes());
    let from = 0;
    for (const { at, target } of this.#calls) {
      content.append(this.#body.bytes(from, at));
      content.unsigned(numberOf(target));
      from = at;
    }
    content.append(this.#body.bytes(from));
    content.byte(END);
    const entry = new ByteWriter(content.length + 5);
    entry.unsigned(content.length);
    entry.append(content.bytes());
    return entry.bytes();
  }

  #setTo(local: Expression): void {
    this.#body.pair(SET, local.index as number);
  }
  #constant<K>(known: Map<K, Expression>, key: K, lanes: () => Float32Array | Int32Array): Expression {
    const before = known.get(key);
    if (before) return before;
    const local = this.local("v128");
    const to = this.#constants;
    to.all(VECTOR_CONSTANT);
    to.numbers(lanes());
    to.pair(SET, local.index as number);
    known.set(key, local);
    return local;
  }
  #open(opcode: number): void {
    this.#body.pair(opcode, NO_RESULT);
    this.#depth++;
  }
  #close(): void {
    this.#body.byte(END);
    this.#depth--;
  }
  #branch(opcode: number, depth: number): void {
    this.#body.pair(opcode, depth);
  }
}

/** `b` is an immediate of an instruction with one operand, and so on. */
function made(name: InstructionName, a: unknown, b?: unknown, c?: unknown): Expression {
  return (MAKERS.get(name) as Maker)(a as never, b as never, c as never);
}

/** Locals of one type in a row are declared together. */
function writeDeclarations(to: ByteWriter, locals: readonly ValueType[]): void {
  const groups: { type: ValueType; count: number }[] = [];
  for (const type of locals) {
    const last = groups[groups.length - 1];
    if (last?.type === type) last.count++;
    else groups.push({ type, count: 1 });
  }
  to.unsigned(groups.length);
  for (const { type, count } of groups) {
    to.unsigned(count);
    to.byte(TYPE[type]);
  }
}
