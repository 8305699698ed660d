#!/bin/sh
# onnxruntime-node 1.30.0 on Linux, one session of a model of one node on the CPU: a database of events and an identifier of the device are
# written to ~/.cache/Microsoft/DeveloperTools/.onnxruntime, and two files of the telemetry to the folder for temporary files, without a word
# and with nothing said in the package's description. With ORT_DISABLE_TELEMETRY=1 set before the package is loaded nothing is written; with
# 0 or false as without it. Setting it within a worker thread is too late: that thread's environment is a copy. Guess before: the telemetry of
# ONNX Runtime is one of its Windows builds alone. Nothing is sent in the time of this script. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > npm.log
ONNXRUNTIME_NODE_INSTALL=skip npm install --no-audit --no-fund onnxruntime-node@1.30.0 >> npm.log 2>&1
cat > one.cjs <<'JS'
const ort = require("onnxruntime-node");
// y = Identity(x), one float: fields of ModelProto as number, length, content.
const field = (number, content) => [(number << 3) | 2, content.length, ...content];
const text = (value) => [...Buffer.from(value)];
const value = (name) => [...field(1, text(name)), ...field(2, field(1, [8, 1, ...field(2, field(1, [8, 1]))]))];
const node = [...field(1, text("x")), ...field(2, text("y")), ...field(4, text("Identity"))];
const graph = [...field(1, node), ...field(2, text("g")), ...field(11, value("x")), ...field(12, value("y"))];
const model = Uint8Array.from([8, 8, ...field(7, graph), ...field(8, [16, 13])]);
ort.InferenceSession.create(model)
  .then((session) => session.run({ x: new ort.Tensor("float32", [7], [1]) }))
  .then(({ y }) => { if (y.data[0] !== 7) throw new Error("another result"); });
JS
written() {
  home="$folder/home$1"
  mkdir -p "$home/tmp"
  env ${1:+ORT_DISABLE_TELEMETRY=$1} HOME="$home" XDG_CACHE_HOME= TMPDIR="$home/tmp" node one.cjs
  (cd "$home" && find . -type f | sed 's/debug-[0-9]*/debug-N/' | sort)
}
kept="./.cache/Microsoft/DeveloperTools/.onnxruntime/deviceid
./.cache/Microsoft/DeveloperTools/.onnxruntime/onnxruntime.db
./tmp/.ses
./tmp/mat-debug-N.log"
for setting in "" 0 false; do
  [ "$(written "$setting")" = "$kept" ] || { echo "ORT_DISABLE_TELEMETRY=$setting: other files than before"; exit 1; }
done
echo "Without the variable, with 0 and with false it writes:"
echo "$kept"
[ -z "$(written 1)" ] || { echo "ORT_DISABLE_TELEMETRY=1: files are written now"; exit 1; }
echo "With ORT_DISABLE_TELEMETRY=1 it writes nothing."
