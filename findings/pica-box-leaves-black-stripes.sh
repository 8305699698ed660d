#!/bin/sh
# pica 10.0.3, resizeBuffer with filter "box" (or quality 0, which is the same; its window of half a pixel makes it the one for masks), to a size
# that is larger but not a whole multiple: some pixels of the result lie under no pixel of the source, and are 0. A white mask of 16 x 16 comes
# out of 24 x 24 with every third row and column black, 320 of 576 pixels; of 100 to 130 pixels it is 1,024 of 16,900, so that labels turn into
# background in a grid over the whole image, without a warning. With alpha it stays opaque. Whole multiples and smaller sizes have no stripes.
# Guess before: 255 everywhere. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --ignore-scripts pica@10.0.3
cat > run.mjs <<'JS'
import makePica from "pica";

const pica = makePica({ features: ["js"] });
for (const [side, to, due] of [[16, 24, 320], [16, 17, 33], [100, 130, 1024], [16, 32, 0], [16, 48, 0], [24, 16, 0]]) {
  const white = new Uint8Array(4 * side * side).fill(255);
  const counts = [];
  for (const option of [{ filter: "box" }, { quality: 0 }]) {
    const large = await pica.resizeBuffer({ src: white, width: side, height: side, toWidth: to, toHeight: to, ...option });
    const channel = (c) => Array.from({ length: to * to }, (_, i) => large[4 * i + c]);
    if (channel(3).some((v) => v !== 255)) throw new Error("not opaque");
    counts.push(channel(0).filter((v) => v === 0).length);
    if (to === 24) console.log(JSON.stringify(option), "first row", channel(0).slice(0, to).join(" "));
  }
  console.log(`white, ${side} to ${to}: black pixels`, counts.join(" and "), "of", to * to);
  if (counts.some((n) => n !== due)) throw new Error("no longer so");
}
JS
node run.mjs
