/** What follows an opcode. */
export type Immediate =
  | "none"
  | "index"
  | "i32"
  | "f32x4"
  | "i32x4"
  | "f64"
  | "memory"
  | "memory-lane"
  | "atomic"
  | "lane"
  | "shuffle"
  | "block";

export interface Encoding {
  readonly opcode: readonly number[];
  readonly immediate: Immediate;
}

/**
 * The instructions that the generator uses, by their names in the WebAssembly text format: bytes of the opcode, then
 * what follows it. Opcodes are those of the core specification 2.0 and (relaxed) of the relaxed SIMD extension.
 */
const TABLE = {
  block: "02 : block",
  loop: "03 : block",
  if: "04 : block",
  else: "05",
  end: "0b",
  br: "0c : index",
  br_if: "0d : index",
  return: "0f",
  call: "10 : index",
  drop: "1a",
  select: "1b",
  "local.get": "20 : index",
  "local.set": "21 : index",
  "i32.load": "28 : memory",
  "i64.load": "29 : memory",
  "f32.load": "2a : memory",
  "f64.load": "2b : memory",
  "i32.load8_u": "2d : memory",
  "i32.load16_u": "2f : memory",
  "i32.store": "36 : memory",
  "i32.store8": "3a : memory",
  "i64.store": "37 : memory",
  "f32.store": "38 : memory",
  "f64.store": "39 : memory",
  "i32.const": "41 : i32",
  "i64.const": "42 : i32",
  "f64.const": "44 : f64",
  "i32.eqz": "45",
  "i32.eq": "46",
  "i32.ne": "47",
  "i32.lt_s": "48",
  "i32.lt_u": "49",
  "i32.gt_s": "4a",
  "i32.gt_u": "4b",
  "i32.le_u": "4d",
  "i32.ge_s": "4e",
  "i32.ge_u": "4f",
  "i64.ne": "52",
  "i64.gt_u": "56",
  "f64.eq": "61",
  "f64.lt": "63",
  "f64.gt": "64",
  "f64.le": "65",
  "i32.add": "6a",
  "i32.sub": "6b",
  "i32.mul": "6c",
  "i32.popcnt": "69",
  "i32.div_u": "6e",
  "i32.and": "71",
  "i32.or": "72",
  "i32.xor": "73",
  "i32.shl": "74",
  "i32.shr_s": "75",
  "i32.shr_u": "76",
  "f32.add": "92",
  "i64.add": "7c",
  "i64.mul": "7e",
  "i64.and": "83",
  "i64.or": "84",
  "i64.shl": "86",
  "i64.shr_u": "88",
  "f64.add": "a0",
  "f64.sub": "a1",
  "f64.mul": "a2",
  "f64.div": "a3",
  "f64.min": "a4",
  "f64.max": "a5",
  "f64.convert_i32_s": "b7",
  "f64.convert_i32_u": "b8",
  "i32.wrap_i64": "a7",
  "i64.extend_i32_u": "ad",
  "f64.promote_f32": "bb",
  "f32.demote_f64": "b6",
  "i32.reinterpret_f32": "bc",
  "f32.reinterpret_i32": "be",
  "i32.rem_u": "70",
  "i32.atomic.load": "fe 10 : atomic",
  "i32.atomic.store": "fe 17 : atomic",
  "i32.atomic.rmw.add": "fe 1e : atomic",
  "i32.trunc_sat_f64_u": "fc 03",
  "memory.copy": "fc 0a 00 00",
  "memory.fill": "fc 0b 00",
  "v128.load": "fd 00 : memory",
  "v128.load8x8_u": "fd 02 : memory",
  "v128.load16x4_u": "fd 04 : memory",
  "v128.load32_splat": "fd 09 : memory",
  "v128.load32_zero": "fd 5c : memory",
  "v128.load64_zero": "fd 5d : memory",
  "v128.store": "fd 0b : memory",
  "f32x4.const": "fd 0c : f32x4",
  "i32x4.const": "fd 0c : i32x4",
  "i8x16.shuffle": "fd 0d : shuffle",
  "i8x16.swizzle": "fd 0e",
  "i32x4.splat": "fd 11",
  "f32x4.splat": "fd 13",
  "i32x4.extract_lane": "fd 1b : lane",
  "f32x4.extract_lane": "fd 1f : lane",
  "f64x2.extract_lane": "fd 21 : lane",
  "i32x4.eq": "fd 37",
  "i32x4.ne": "fd 38",
  "i32x4.lt_s": "fd 39",
  "i32x4.gt_s": "fd 3b",
  "f32x4.eq": "fd 41",
  "f32x4.ne": "fd 42",
  "f32x4.lt": "fd 43",
  "f32x4.gt": "fd 44",
  "f32x4.ge": "fd 46",
  "v128.any_true": "fd 53",
  "i32x4.bitmask": "fd a4 01",
  "v128.load32_lane": "fd 56 : memory-lane",
  "v128.store32_lane": "fd 5a : memory-lane",
  "v128.store64_lane": "fd 5b : memory-lane",
  "v128.not": "fd 4d",
  "v128.and": "fd 4e",
  "v128.andnot": "fd 4f",
  "v128.or": "fd 50",
  "v128.xor": "fd 51",
  "v128.bitselect": "fd 52",
  "f64x2.promote_low_f32x4": "fd 5f",
  "i16x8.extend_low_i8x16_u": "fd 89 01",
  "i16x8.max_u": "fd 99 01",
  "i8x16.max_u": "fd 79",
  "i16x8.extend_high_i8x16_u": "fd 8a 01",
  "i16x8.shl": "fd 8b 01",
  "i8x16.splat": "fd 0f",
  "i8x16.extract_lane_u": "fd 16 : lane",
  "i8x16.ne": "fd 24",
  "i8x16.add": "fd 6e",
  "i32x4.extend_low_i16x8_u": "fd a9 01",
  "i32x4.extend_high_i16x8_u": "fd aa 01",
  "i32x4.shl": "fd ab 01",
  "i32x4.shr_s": "fd ac 01",
  "i32x4.shr_u": "fd ad 01",
  "i32x4.add": "fd ae 01",
  "i32x4.sub": "fd b1 01",
  "i32x4.mul": "fd b5 01",
  "i32x4.min_u": "fd b7 01",
  "i32x4.min_s": "fd b6 01",
  "i32x4.max_s": "fd b8 01",
  "i32x4.max_u": "fd b9 01",
  "f32x4.abs": "fd e0 01",
  "f32x4.neg": "fd e1 01",
  "f32x4.sqrt": "fd e3 01",
  "f32x4.add": "fd e4 01",
  "f32x4.sub": "fd e5 01",
  "f32x4.mul": "fd e6 01",
  "f32x4.div": "fd e7 01",
  "f32x4.pmin": "fd ea 01",
  "f32x4.pmax": "fd eb 01",
  "f64x2.add": "fd f0 01",
  "f64x2.mul": "fd f2 01",
  "f32x4.convert_i32x4_s": "fd fa 01",
  "f32x4.relaxed_madd": "fd 85 02",
  "f32x4.relaxed_nmadd": "fd 86 02",
} as const;

export type InstructionName = keyof typeof TABLE;

const ENCODINGS: ReadonlyMap<string, Encoding> = new Map(
  Object.entries(TABLE).map(([name, entry]) => {
    const [bytes, immediate = "none"] = entry.split(" : ");
    return [
      name,
      { opcode: bytes.split(" ").map((hex) => Number.parseInt(hex, 16)), immediate: immediate as Immediate },
    ];
  }),
);

/** How an instruction is written in a module. */
export function encodingOf(name: InstructionName): Encoding {
  return ENCODINGS.get(name) as Encoding;
}
