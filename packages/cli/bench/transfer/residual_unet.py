"""A larger network than `segloss compare` trains, in PyTorch: does its order of losses hold there?

A residual U-Net (width 32, depth 4, group normalisation, 8 M parameters) is trained with each loss from three seeds;
each seed has a split of the groups, initial weights and crops of its own, the same for all losses. Losses are the
source code that `npx segloss explain LOSS --as pytorch` prints. One line of JSON a training goes to --output; what is
there already is not trained again. agree.mjs beside this file compares the order with that of `segloss compare`.

  python residual_unet.py DATA --losses "crossEntropy; dice" --steps 250 --output values/nuclei.large.jsonl

What was run: --steps 500 --instances for dsb2018-nuclei; --steps 1200 --group "^.*_" for nasa-superalloy; --steps 1360
--group "Image_\\d+" for chase-db1; --steps 900 for oxford-pets-mini; files of fewer steps with 250, 400, 800 and 300.
Splits are drawn anew for each seed and may overlap. Forward passes are in bfloat16. Test images are predicted whole, not in
tiles as `segloss compare` does it, and all losses have one learning rate.

Needs torch, numpy and Pillow (run with 2.13.0, CPU). `curve` holds the Dice of images that are neither trained on nor
tested after each eighth of the steps.
"""
import argparse, json, math, pathlib, random, re, subprocess, time
import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn.functional import max_pool2d

SIZE, BATCH, WIDTH, DEPTH, RATE, IGNORED = 128, 8, 32, 4, 1e-3, 255


class Norm(nn.GroupNorm):
    """Where channels are few, torch 2.13 on a CPU takes six times as long for the gradient of channels-last groups as of others."""

    def forward(self, x):
        if x.shape[1] > WIDTH:
            return super().forward(x)
        return super().forward(x.contiguous()).contiguous(memory_format=torch.channels_last)


class Block(nn.Module):
    def __init__(self, inside, outside):
        super().__init__()
        self.first = nn.Conv2d(inside, outside, 3, padding=1, bias=False)
        self.second = nn.Conv2d(outside, outside, 3, padding=1, bias=False)
        self.norms = nn.ModuleList(Norm(8, outside) for _ in range(2))
        self.short = nn.Conv2d(inside, outside, 1) if inside != outside else nn.Identity()

    def forward(self, x):
        h = torch.relu(self.norms[0](self.first(x)))
        return torch.relu(self.norms[1](self.second(h)) + self.short(x))


class ResidualUNet(nn.Module):
    def __init__(self, inside, outside, shares):
        super().__init__()
        widths = [WIDTH * 2**k for k in range(DEPTH + 1)]
        self.down = nn.ModuleList(Block(inside if k == 0 else widths[k - 1], w) for k, w in enumerate(widths))
        self.rise = nn.ModuleList(nn.ConvTranspose2d(widths[k + 1], widths[k], 2, 2) for k in range(DEPTH))
        self.up = nn.ModuleList(Block(2 * widths[k], widths[k]) for k in range(DEPTH))
        self.head = nn.Conv2d(WIDTH, outside, 1)
        with torch.no_grad():
            self.head.bias.copy_(shares)

    def forward(self, x):
        kept = []
        for k, block in enumerate(self.down):
            x = block(max_pool2d(x, 2) if k else x)
            kept.append(x)
        for k in reversed(range(DEPTH)):
            x = self.up[k](torch.cat([self.rise[k](x), kept[k]], 1))
        return self.head(x)


def read(folder, instances, group):
    images, masks, groups = [], [], []
    for file in sorted((folder / "images").iterdir()):
        mask = next((folder / "masks").glob(file.stem + ".*"))
        image = np.asarray(Image.open(file).convert("RGB"))
        label = np.asarray(Image.open(mask)).astype(np.int64)
        images.append(image)
        masks.append((label > 0).astype(np.int64) if instances else label)
        groups.append(re.search(group, file.stem)[0])
    if all((i == i[..., :1]).all() for i in images):
        images = [i[..., :1] for i in images]
    return images, masks, groups


def split(groups, seed):
    """A fifth of the groups to test (of few, more), a tenth to look at on the way, the rest to train on."""
    names = sorted(set(groups))
    random.Random(seed).shuffle(names)
    test, look = min(max(4, len(names) // 5), len(names) // 3), max(1, len(names) // 10)
    part = {name: "test" if k < test else "look" if k < test + look else "train" for k, name in enumerate(names)}
    return [part[g] for g in groups]


def crops(images, masks, count, rng):
    xs, ys = [], []
    for _ in range(count):
        k = rng.integers(len(images))
        image, mask = images[k], masks[k]
        high, wide = [max(0, SIZE - s) for s in mask.shape]
        if high or wide:
            image = np.pad(image, ((0, high), (0, wide), (0, 0)), mode="reflect")
            mask = np.pad(mask, ((0, high), (0, wide)), constant_values=IGNORED)
        a, b = (rng.integers(s - SIZE + 1) for s in mask.shape)
        turn, flip = rng.integers(4), rng.integers(2)
        cut = lambda z: np.rot90(z[a : a + SIZE, b : b + SIZE], turn)[:: 1 - 2 * flip]
        xs.append(cut(image)), ys.append(cut(mask))
    return np.stack(xs), np.stack(ys)


def dice_of(net, images, masks, classes, prepare):
    """Mean over images of the mean Dice over the scored classes that its mask holds."""
    scores = []
    for image, mask in zip(images, masks):
        high, wide = mask.shape
        padded = np.pad(image, ((0, -high % 16), (0, -wide % 16), (0, 0)), mode="reflect")
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            z = net(prepare(padded[None]))[0, :, :high, :wide].float().numpy()
        found = (z[0] > 0).astype(int) if len(z) == 1 else z.argmax(0)
        each = []
        for c in range(1, classes):
            p, t = (found == c) & (mask != IGNORED), mask == c
            if t.any():
                each.append(2 * (p & t).sum() / (p.sum() + t.sum()))
        if each:
            scores.append(float(np.mean(each)))
    return float(np.mean(scores))


def loss_of(text, channels):
    command = ["npx", "segloss", "explain", text, "--as", "pytorch", "--channels", str(channels), "--ignore", str(IGNORED), "--json"]
    printed = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    names = {}
    exec(printed["code"], names)
    return names[printed["name"]]


def train(data, text, seed, steps):
    images, masks, groups = data
    classes = 1 + max(int(m[m != IGNORED].max()) for m in masks)
    part = split(groups, seed)
    pick = lambda kind: [[z[k] for k in range(len(part)) if part[k] == kind] for z in (images, masks)]
    (xs, ys), look, test = pick("train"), pick("look"), pick("test")
    look = [[z[: 4 * SIZE, : 4 * SIZE] for z in part[:6]] for part in look]
    pixels = np.concatenate([x.reshape(-1, x.shape[-1]) for x in xs]) / 255
    mean, deviation = pixels.mean(0), pixels.std(0)
    prepare = lambda x: torch.from_numpy(((x / 255 - mean) / deviation).astype(np.float32).transpose(0, 3, 1, 2).copy()).to(memory_format=torch.channels_last)
    labels = np.concatenate([y[y != IGNORED] for y in ys])
    share = np.bincount(labels, minlength=classes) / len(labels)
    channels = 1 if classes == 2 else classes
    bias = torch.tensor([math.log(share[1] / share[0])] if channels == 1 else np.log(share), dtype=torch.float32)
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = ResidualUNet(xs[0].shape[-1], channels, bias).to(memory_format=torch.channels_last)
    loss = loss_of(text, channels)
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=1e-4)
    rise = max(1, steps // 20)
    schedule = lambda s: (s + 1) / rise if s < rise else 0.5 * (1 + math.cos(math.pi * (s - rise) / (steps - rise)))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, schedule)
    curve, started = [], time.process_time()
    for step in range(steps):
        x, y = crops(xs, ys, BATCH, rng)
        with torch.autocast("cpu", torch.bfloat16):
            z = net(prepare(x))
        value = loss(z.float(), torch.from_numpy(y.copy()))
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
        schedule.step()
        if (step + 1) % max(1, steps // 8) == 0:
            curve.append([step + 1, round(dice_of(net, *look, classes, prepare), 4)])
    return {"loss": text, "seed": seed, "steps": steps, "dice": dice_of(net, *test, classes, prepare), "images": len(test[0]), "curve": curve,
            "seconds": round(time.process_time() - started), "last": value.item()}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("data", type=pathlib.Path)
    options.add_argument("--losses", required=True, help="separated by semicolons")
    options.add_argument("--steps", type=int, default=250)
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--instances", action="store_true", help="masks hold numbers of objects")
    options.add_argument("--group", default=".*", help="regular expression: images whose names agree in it belong together")
    options.add_argument("--output", type=pathlib.Path, required=True)
    o = options.parse_args()
    torch.set_num_threads(1)
    done = {(d["loss"], d["seed"]) for d in map(json.loads, o.output.read_text().splitlines())} if o.output.exists() else set()
    data = read(o.data, o.instances, o.group)
    for seed in range(o.seeds):
        for text in map(str.strip, o.losses.split(";")):
            if (text, seed) not in done:
                line = json.dumps({"data": o.data.name, **train(data, text, seed, o.steps)})
                with o.output.open("a") as f:
                    f.write(line + "\n")
                print(line, flush=True)


main()
