/** Value types, by their bytes. */
export const TYPE = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof TYPE;
export const VALUE_TYPES: readonly ValueType[] = Object.keys(TYPE) as ValueType[];
