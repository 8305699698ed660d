import type { OnnxAttribute } from "segloss";
import type { ElementType, Value } from "./value.ts";

/** The numbers of TensorProto.DataType. */
export const onnxTypeCode: Readonly<Record<ElementType, number>> = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
};

const booleanResult = new Set([
  "And",
  "Equal",
  "Greater",
  "GreaterOrEqual",
  "IsInf",
  "IsNaN",
  "Less",
  "LessOrEqual",
  "Not",
  "Or",
  "Xor",
]);
const indexResult = new Set(["ArgMax", "ArgMin", "NonZero", "Shape", "Size"]);
const indexSecondOutput = new Set(["MaxPool", "TopK"]);

function castTarget(code: OnnxAttribute | undefined): ElementType {
  const found = (Object.keys(onnxTypeCode) as ElementType[]).find((type) => onnxTypeCode[type] === code);
  if (found === undefined) {
    const known = Object.entries(onnxTypeCode).map(([type, number]) => `${number} (${type})`);
    throw new TypeError(
      `Cast needs the attribute "to" to be one of ${known.join(", ")}; got ${String(code)}.`,
    );
  }
  return found;
}

/** Element type of output number `index` of a node. */
export function resultType(
  type: string,
  inputs: readonly Value[],
  attributes: Readonly<Record<string, OnnxAttribute>>,
  index: number,
): ElementType {
  if (type === "Cast") return castTarget(attributes.to);
  if (booleanResult.has(type)) return "bool";
  if (indexResult.has(type)) return "int64";
  if (index === 1 && indexSecondOutput.has(type)) return "int64";
  if (type === "Where") return inputs[1].type;
  return inputs[0]?.type ?? "float32";
}
