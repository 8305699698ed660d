export { reference, wasm } from "segloss";
