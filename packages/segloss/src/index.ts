export { averageTies, type TiedInputs } from "./engines/average-ties.ts";
export type {
  CompileOptions,
  Engine,
  FloatArray,
  IndexArray,
  Step,
  StepInputs,
} from "./engines/engine.ts";
export type { EvaluateInputs, Evaluation } from "./engines/evaluate.ts";
export { gradientByProbability, type PredictedInputs } from "./engines/gradient-by-probability.ts";
export { type CurvePoint, type LossCurveOptions, lossCurve } from "./engines/loss-curve.ts";
export type { LossValues } from "./engines/loss-values.ts";
export { notesOn } from "./engines/notes-on.ts";
export type { OnnxAttribute, OnnxEmitter } from "./engines/onnx/emitter.ts";
export { type LoweredLoss, lowerPlan } from "./engines/onnx/lower-plan.ts";
export type { LossTensors as OnnxLossTensors } from "./engines/onnx/scope-symbols.ts";
export { preferredEngine } from "./engines/preferred-engine.ts";
export { reference } from "./engines/reference/reference.ts";
export { type HostSupport, supports } from "./engines/supports.ts";
export {
  type StepArrays,
  type WasmEngine,
  type WasmOptions,
  type WasmStep,
  wasm,
  wasmSync,
} from "./engines/wasm/wasm.ts";
export { explain } from "./explain/explain.ts";
export type { Explanation, ExplanationPass, ExplanationStep, Written } from "./explain/explanation.ts";
export * from "./fields/index.ts";
export { didYouMean } from "./formula/did-you-mean.ts";
export { FormulaError } from "./formula/formula-error.ts";
export { parseFormula } from "./formula/parse.ts";
export { formulaLatex, type LatexStyle } from "./formula/print-latex.ts";
export type { BinaryOperator, Definition, FormulaSyntax, Syntax } from "./formula/syntax.ts";
export { type Token, tokenize } from "./formula/tokenize.ts";
export { FORMULA_WORDS, type FormulaWord } from "./formula/words.ts";
export { deepSupervision } from "./from-text/deep-supervision.ts";
export { evaluate } from "./from-text/evaluate.ts";
export { lossValues } from "./from-text/loss-values.ts";
export { defaultLink, LINKS, type Link, type LinkName } from "./links/index.ts";
export { allOptions } from "./losses/all-options.ts";
export { checkLoss, type LossProblem } from "./losses/check-loss.ts";
export { linkOf, overRegion, scale, sum, withLink } from "./losses/combine.ts";
export { type Completion, type Completions, completeLoss } from "./losses/complete-loss.ts";
export type { LossDefinition, LossFactory, RegionOptions } from "./losses/define-loss.ts";
export { type FormulaOptions, loss } from "./losses/formula-loss.ts";
export * from "./losses/index.ts";
export type { Cells, ClassSelection, FieldSettings, Loss, OptionValue, Ramp, Term } from "./losses/loss.ts";
export { lossFromJson, lossToJson } from "./losses/loss-json.ts";
export { type LossNeeds, needs } from "./losses/needs.ts";
export { type OptionSpec, type OptionSpecs, optionRange } from "./losses/option.ts";
export { parseLoss } from "./losses/parse-loss.ts";
export { printLoss } from "./losses/print-loss.ts";
export { type RampOptions, ramp } from "./losses/ramp.ts";
export { CLASS_FIELDS } from "./plan/class-field-kinds.ts";
export type { ClassFieldRequest } from "./plan/class-fields.ts";
export type { FieldRequest } from "./plan/field-request.ts";
export { makePlan, type Plan, type Scope } from "./plan/plan.ts";
export { type Layout, leavesOut, type Setting } from "./plan/setting.ts";
export * from "./presets/index.ts";
export { isEngineLimit } from "./program/engine-limit.ts";
export { equalCalls } from "./source/equal-calls.ts";
export { type SourceCode, type SourceCodeOptions, sourceCode } from "./source/source-code.ts";
export { SOURCE_TARGETS } from "./source/source-targets.ts";
export type { Argument as SourceArgument, TargetName as SourceTarget } from "./source/target.ts";
export type { DeepInputs, DeepStep, DeepSupervisionOptions } from "./supervision/deep-supervision.ts";
export { type DownsampleOptions, downsample, type PixelArray } from "./supervision/downsample.ts";
export { type OutputWeightMode, supervisionWeights } from "./supervision/output-weights.ts";
