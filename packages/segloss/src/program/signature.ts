/** What a value is of: numbers in single precision, integers of 32 bits, or whether something holds. */
export type Type = "f32" | "i32" | "mask";

/** Operands: of one type, numbers of either kind, or anything, whose bits are taken. */
export type OperandType = Type | "number" | "bits";

/** What an operation takes and gives. */
export interface Signature {
  readonly operands: readonly OperandType[];
  /** `widest`: f32 where an operand is, else i32, else mask. */
  readonly result: Type | "widest";
  /** Whether its operands may change places without a change in the result. */
  readonly commutes: boolean;
  /** Whether it is a value per pixel whatever the operands vary over. */
  readonly perPixel: boolean;
  /** Its place in the table. */
  readonly rank: number;
}

/** Operations by name; those of one depth stand in a program in the order of the table. */
export type Signatures<O extends string> = Readonly<Record<O, Signature>>;

/** Signatures of text such as "f32 f32 -> f32 commutes". */
export function readSignatures<O extends string>(table: Readonly<Record<O, string>>): Signatures<O> {
  const entries = Object.entries<string>(table).map(
    ([op, text], rank) => [op, readSignature(text, rank)] as const,
  );
  return Object.fromEntries(entries) as Signatures<O>;
}

function readSignature(text: string, rank: number): Signature {
  const [from, to] = text.split("->");
  const [result, property] = to.trim().split(" ");
  return {
    operands: from.split(" ").filter((type) => type !== "") as OperandType[],
    result: result as Signature["result"],
    commutes: property === "commutes",
    perPixel: property === "per-pixel",
    rank,
  };
}

const WIDTH: readonly Type[] = ["f32", "i32", "mask"];

export function resultType({ result }: Signature, args: readonly { readonly type: Type }[]): Type {
  if (result !== "widest") return result;
  return WIDTH.find((type) => args.some((arg) => arg.type === type)) ?? "mask";
}
