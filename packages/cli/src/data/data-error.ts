export { dataError, firstFew, isDataError } from "@segloss/io";
