import type { ValueType } from "./value-type.ts";

/** What follows an opcode in the bytes: an offset, a lane, both, the choice of sixteen bytes. */
export type Immediate = "none" | "memory" | "atomic" | "lane" | "memory-lane" | "shuffle";

/**
 * The instructions that code is written with, by their names in the WebAssembly text format: bytes of the opcode, what
 * follows it, types of the operands and of the result. Opcodes are those of the core specification 2.0, of threads (atomic)
 * and of relaxed SIMD. What can be written, and with which operands, follows from this table.
 */
const TABLE = {
  "i32.load": "28 memory : i32 > i32",
  "i32.load8_u": "2d memory : i32 > i32",
  "i32.load16_u": "2f memory : i32 > i32",
  "i32.store": "36 memory : i32 i32 > none",
  "i32.store8": "3a memory : i32 i32 > none",
  "i32.store16": "3b memory : i32 i32 > none",
  "i32.eqz": "45 : i32 > i32",
  "i32.eq": "46 : i32 i32 > i32",
  "i32.ne": "47 : i32 i32 > i32",
  "i32.lt_s": "48 : i32 i32 > i32",
  "i32.lt_u": "49 : i32 i32 > i32",
  "i32.gt_s": "4a : i32 i32 > i32",
  "i32.gt_u": "4b : i32 i32 > i32",
  "i32.le_u": "4d : i32 i32 > i32",
  "i32.ge_s": "4e : i32 i32 > i32",
  "i32.ge_u": "4f : i32 i32 > i32",
  "i32.popcnt": "69 : i32 > i32",
  "i32.add": "6a : i32 i32 > i32",
  "i32.sub": "6b : i32 i32 > i32",
  "i32.mul": "6c : i32 i32 > i32",
  "i32.div_u": "6e : i32 i32 > i32",
  "i32.rem_u": "70 : i32 i32 > i32",
  "i32.and": "71 : i32 i32 > i32",
  "i32.or": "72 : i32 i32 > i32",
  "i32.xor": "73 : i32 i32 > i32",
  "i32.shl": "74 : i32 i32 > i32",
  "i32.shr_s": "75 : i32 i32 > i32",
  "i32.shr_u": "76 : i32 i32 > i32",
  "i32.wrap_i64": "a7 : i64 > i32",
  "i32.reinterpret_f32": "bc : f32 > i32",
  "i32.trunc_sat_f64_s": "fc 02 : f64 > i32",
  "i32.trunc_sat_f64_u": "fc 03 : f64 > i32",
  "i32.atomic.load": "fe 10 atomic : i32 > i32",
  "i32.atomic.store": "fe 17 atomic : i32 i32 > none",
  "i32.atomic.rmw.add": "fe 1e atomic : i32 i32 > i32",
  "i64.load": "29 memory : i32 > i64",
  "i64.store": "37 memory : i32 i64 > none",
  "i64.ne": "52 : i64 i64 > i32",
  "i64.gt_u": "56 : i64 i64 > i32",
  "i64.ctz": "7a : i64 > i64",
  "i64.popcnt": "7b : i64 > i64",
  "i64.add": "7c : i64 i64 > i64",
  "i64.sub": "7d : i64 i64 > i64",
  "i64.mul": "7e : i64 i64 > i64",
  "i64.and": "83 : i64 i64 > i64",
  "i64.or": "84 : i64 i64 > i64",
  "i64.shl": "86 : i64 i64 > i64",
  "i64.shr_u": "88 : i64 i64 > i64",
  "i64.extend_i32_u": "ad : i32 > i64",
  "f32.load": "2a memory : i32 > f32",
  "f32.store": "38 memory : i32 f32 > none",
  "f32.add": "92 : f32 f32 > f32",
  "f32.convert_i32_u": "b3 : i32 > f32",
  "f32.demote_f64": "b6 : f64 > f32",
  "f32.reinterpret_i32": "be : i32 > f32",
  "f64.load": "2b memory : i32 > f64",
  "f64.store": "39 memory : i32 f64 > none",
  "f64.eq": "61 : f64 f64 > i32",
  "f64.lt": "63 : f64 f64 > i32",
  "f64.gt": "64 : f64 f64 > i32",
  "f64.le": "65 : f64 f64 > i32",
  "f64.ge": "66 : f64 f64 > i32",
  "f64.add": "a0 : f64 f64 > f64",
  "f64.sub": "a1 : f64 f64 > f64",
  "f64.mul": "a2 : f64 f64 > f64",
  "f64.div": "a3 : f64 f64 > f64",
  "f64.min": "a4 : f64 f64 > f64",
  "f64.max": "a5 : f64 f64 > f64",
  "f64.convert_i32_s": "b7 : i32 > f64",
  "f64.convert_i32_u": "b8 : i32 > f64",
  "f64.promote_f32": "bb : f32 > f64",
  "memory.copy": "fc 0a 00 00 : i32 i32 i32 > none",
  "memory.fill": "fc 0b 00 : i32 i32 i32 > none",
  "v128.load": "fd 00 memory : i32 > v128",
  "v128.load8x8_u": "fd 02 memory : i32 > v128",
  "v128.load16x4_u": "fd 04 memory : i32 > v128",
  "v128.load32_splat": "fd 09 memory : i32 > v128",
  "v128.store": "fd 0b memory : i32 v128 > none",
  "v128.not": "fd 4d : v128 > v128",
  "v128.and": "fd 4e : v128 v128 > v128",
  "v128.andnot": "fd 4f : v128 v128 > v128",
  "v128.or": "fd 50 : v128 v128 > v128",
  "v128.xor": "fd 51 : v128 v128 > v128",
  "v128.bitselect": "fd 52 : v128 v128 v128 > v128",
  "v128.any_true": "fd 53 : v128 > i32",
  "v128.load32_lane": "fd 56 memory-lane : i32 v128 > v128",
  "v128.load64_lane": "fd 57 memory-lane : i32 v128 > v128",
  "v128.store32_lane": "fd 5a memory-lane : i32 v128 > none",
  "v128.store64_lane": "fd 5b memory-lane : i32 v128 > none",
  "v128.load32_zero": "fd 5c memory : i32 > v128",
  "v128.load64_zero": "fd 5d memory : i32 > v128",
  "i8x16.shuffle": "fd 0d shuffle : v128 v128 > v128",
  "i8x16.swizzle": "fd 0e : v128 v128 > v128",
  "i8x16.splat": "fd 0f : i32 > v128",
  "i8x16.extract_lane_u": "fd 16 lane : v128 > i32",
  "i8x16.eq": "fd 23 : v128 v128 > v128",
  "i8x16.ne": "fd 24 : v128 v128 > v128",
  "i8x16.bitmask": "fd 64 : v128 > i32",
  "i8x16.narrow_i16x8_s": "fd 65 : v128 v128 > v128",
  "i8x16.add": "fd 6e : v128 v128 > v128",
  "i8x16.sub": "fd 71 : v128 v128 > v128",
  "i8x16.max_u": "fd 79 : v128 v128 > v128",
  "i16x8.splat": "fd 10 : i32 > v128",
  "i16x8.eq": "fd 2d : v128 v128 > v128",
  "i16x8.ne": "fd 2e : v128 v128 > v128",
  "i16x8.gt_s": "fd 31 : v128 v128 > v128",
  "i16x8.extadd_pairwise_i8x16_u": "fd 7d : v128 > v128",
  "i16x8.narrow_i32x4_s": "fd 85 01 : v128 v128 > v128",
  "i16x8.extend_low_i8x16_u": "fd 89 01 : v128 > v128",
  "i16x8.extend_high_i8x16_u": "fd 8a 01 : v128 > v128",
  "i16x8.shl": "fd 8b 01 : v128 i32 > v128",
  "i16x8.shr_s": "fd 8c 01 : v128 i32 > v128",
  "i16x8.add": "fd 8e 01 : v128 v128 > v128",
  "i16x8.add_sat_s": "fd 8f 01 : v128 v128 > v128",
  "i16x8.add_sat_u": "fd 90 01 : v128 v128 > v128",
  "i16x8.min_s": "fd 96 01 : v128 v128 > v128",
  "i16x8.min_u": "fd 97 01 : v128 v128 > v128",
  "i16x8.max_s": "fd 98 01 : v128 v128 > v128",
  "i16x8.max_u": "fd 99 01 : v128 v128 > v128",
  "i32x4.splat": "fd 11 : i32 > v128",
  "i32x4.extract_lane": "fd 1b lane : v128 > i32",
  "i32x4.eq": "fd 37 : v128 v128 > v128",
  "i32x4.ne": "fd 38 : v128 v128 > v128",
  "i32x4.lt_s": "fd 39 : v128 v128 > v128",
  "i32x4.gt_s": "fd 3b : v128 v128 > v128",
  "i32x4.ge_s": "fd 3f : v128 v128 > v128",
  "i32x4.extadd_pairwise_i16x8_u": "fd 7f : v128 > v128",
  "i32x4.bitmask": "fd a4 01 : v128 > i32",
  "i32x4.extend_low_i16x8_u": "fd a9 01 : v128 > v128",
  "i32x4.extend_high_i16x8_u": "fd aa 01 : v128 > v128",
  "i32x4.shl": "fd ab 01 : v128 i32 > v128",
  "i32x4.shr_s": "fd ac 01 : v128 i32 > v128",
  "i32x4.shr_u": "fd ad 01 : v128 i32 > v128",
  "i32x4.add": "fd ae 01 : v128 v128 > v128",
  "i32x4.sub": "fd b1 01 : v128 v128 > v128",
  "i32x4.mul": "fd b5 01 : v128 v128 > v128",
  "i32x4.min_s": "fd b6 01 : v128 v128 > v128",
  "i32x4.min_u": "fd b7 01 : v128 v128 > v128",
  "i32x4.max_s": "fd b8 01 : v128 v128 > v128",
  "i32x4.max_u": "fd b9 01 : v128 v128 > v128",
  "i32x4.trunc_sat_f32x4_s": "fd f8 01 : v128 > v128",
  "i32x4.trunc_sat_f64x2_s_zero": "fd fc 01 : v128 > v128",
  "f32x4.splat": "fd 13 : f32 > v128",
  "f32x4.extract_lane": "fd 1f lane : v128 > f32",
  "f32x4.eq": "fd 41 : v128 v128 > v128",
  "f32x4.ne": "fd 42 : v128 v128 > v128",
  "f32x4.lt": "fd 43 : v128 v128 > v128",
  "f32x4.gt": "fd 44 : v128 v128 > v128",
  "f32x4.ge": "fd 46 : v128 v128 > v128",
  "f32x4.demote_f64x2_zero": "fd 5e : v128 > v128",
  "f32x4.relaxed_madd": "fd 85 02 : v128 v128 v128 > v128",
  "f32x4.relaxed_nmadd": "fd 86 02 : v128 v128 v128 > v128",
  "f32x4.abs": "fd e0 01 : v128 > v128",
  "f32x4.neg": "fd e1 01 : v128 > v128",
  "f32x4.sqrt": "fd e3 01 : v128 > v128",
  "f32x4.add": "fd e4 01 : v128 v128 > v128",
  "f32x4.sub": "fd e5 01 : v128 v128 > v128",
  "f32x4.mul": "fd e6 01 : v128 v128 > v128",
  "f32x4.div": "fd e7 01 : v128 v128 > v128",
  "f32x4.pmin": "fd ea 01 : v128 v128 > v128",
  "f32x4.pmax": "fd eb 01 : v128 v128 > v128",
  "f32x4.convert_i32x4_s": "fd fa 01 : v128 > v128",
  "f64x2.extract_lane": "fd 21 lane : v128 > f64",
  "f64x2.promote_low_f32x4": "fd 5f : v128 > v128",
  "f64x2.add": "fd f0 01 : v128 v128 > v128",
  "f64x2.sub": "fd f1 01 : v128 v128 > v128",
  "f64x2.mul": "fd f2 01 : v128 v128 > v128",
  "f64x2.div": "fd f3 01 : v128 v128 > v128",
  "f64x2.convert_low_i32x4_s": "fd fe 01 : v128 > v128",
  "f64x2.convert_low_i32x4_u": "fd ff 01 : v128 > v128",
} as const;

type Table = typeof TABLE;
export type InstructionName = keyof Table;

/** An instruction of vectors whose result is a vector too. */
export type VectorInstruction = {
  [N in InstructionName]: ResultOf<N> extends "v128" ? N : never;
}[InstructionName];

type Split<S> = S extends `${infer First} ${infer Rest}` ? [First, ...Split<Rest>] : [S];

/** Types of the operands of an instruction. */
export type OperandsOf<N extends InstructionName> = Table[N] extends `${string} : ${infer A} > ${string}`
  ? Split<A>
  : never;
/** Type of its result, or "none". */
export type ResultOf<N extends InstructionName> = Table[N] extends `${string} > ${infer R}` ? R : never;

/** Arguments behind the operands, for what follows the opcode. Offsets are 0 unless said otherwise. */
export type ImmediatesOf<N extends InstructionName> = Table[N] extends `${string} memory-lane : ${string}`
  ? [offset: number, lane: number]
  : Table[N] extends `${string} memory : ${string}` | `${string} atomic : ${string}`
    ? [offset?: number]
    : Table[N] extends `${string} lane : ${string}`
      ? [lane: number]
      : Table[N] extends `${string} shuffle : ${string}`
        ? [bytes: readonly number[]]
        : [];

export interface Instruction {
  readonly opcode: readonly number[];
  readonly immediate: Immediate;
  readonly operands: readonly ValueType[];
  readonly result: ValueType | "none";
}

/** How instructions are written in a module, by name. */
export const INSTRUCTIONS: ReadonlyMap<string, Instruction> = new Map(
  Object.entries(TABLE).map(([name, entry]) => {
    const [left, operands, result] = entry.split(/ [:>] /);
    const words = left.split(" ");
    const immediate = words.findIndex((word) => word.length > 2);
    const bytes = immediate < 0 ? words : words.slice(0, immediate);
    return [
      name,
      {
        opcode: bytes.map((hex) => Number.parseInt(hex, 16)),
        immediate: immediate < 0 ? "none" : (words[immediate] as Immediate),
        operands: operands.split(" ") as ValueType[],
        result: result as ValueType | "none",
      },
    ];
  }),
);
