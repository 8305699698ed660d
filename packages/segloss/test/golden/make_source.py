"""Writes values-source.json: the source code that segloss prints for PyTorch, JAX and Keras, run in those libraries in float64.

Each printed function is executed on the inputs of its case, and its value and gradient (by the library's own
differentiation) are compared with those of segloss's reference engine. The script stops at a difference above TOLERANCE, and where
logits in half precision do not give the very value of the same numbers in single precision. What is
kept is a hash of each source and the difference seen; source.test.ts fails when a source is printed that has no row here.

    npx tsc -b packages/segloss && python -B packages/segloss/test/golden/make_source.py
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402

keras.backend.set_floatx("float64")
HERE = Path(__file__).parent
TOLERANCE = 1e-10
ROLE = {"y_pred": "logits", "y_true": "targets"}


def main():
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    printed = subprocess.run(
        ["node", str(HERE / "print-source-cases.mjs")], check=True, capture_output=True, text=True
    ).stdout
    rows = {}
    failed = []
    for case in map(json.loads, printed.splitlines()):
        if only not in f"{case['as']} {case['name']}":
            continue
        try:
            value, gradient = RUN[case["as"]](case)
            check_half(case)
            off = {"value": relative(value, case["value"]), "gradient": relative(gradient, case["gradient"])}
        except Exception as error:  # noqa: BLE001
            failed.append(f"{case['as']} {case['name']}: {type(error).__name__}: {str(error)[:200]}")
            continue
        if not max(off.values()) <= TOLERANCE:
            failed.append(f"{case['as']} {case['name']}: off by {off}")
        row = [hashlib.sha256(case["code"].encode()).hexdigest()[:16], *(float(f"{x:.0e}") for x in off.values())]
        rows.setdefault(case["name"], {})[case["as"]] = row
    print(f"{len(rows)} cases", *failed, sep="\n", flush=True)
    if only:
        return
    if failed:
        raise SystemExit(f"{len(failed)} sources are wrong: nothing is written.")
    write(rows)


def write(rows):
    lines = [f"    {json.dumps(name, ensure_ascii=False)}: {json.dumps(row)}" for name, row in rows.items()]
    versions = {"pytorch": torch.__version__, "jax": jax.__version__, "keras": f"{keras.__version__} on JAX"}
    text = (
        "{\n"
        '  "what": "printed source run in float64: [first digits of its SHA-256, difference of the value, of the gradient]",\n'
        f'  "versions": {json.dumps(versions)},\n'
        f'  "tolerance": {TOLERANCE},\n'
        '  "cases": {\n' + ",\n".join(lines) + "\n  }\n}\n"
    )
    (HERE / "values-source.json").write_text(text)


def relative(actual, expected):
    """Largest difference, relative to the largest expected value or 1e-3."""
    actual, expected = np.asarray(actual, float).ravel(), np.asarray(expected, float).ravel()
    return float(np.abs(actual - expected).max() / max(np.abs(expected).max(), 1e-3))


def array(case, name, channels_first):
    """An argument by its name, [N, *space] or of the logits' shape."""
    given = case["given"][ROLE.get(name, name)]
    if not isinstance(given, list):
        return given
    shape = [case["batch"], *case["space"]]
    # JSON has no infinity, which is the distance to a cell that an image does not have.
    given = [np.inf if x is None else x for x in given]
    values = np.array(given, dtype=np.int64 if is_labels(name, case) else np.float64)
    whole = name in ("logits", "y_pred") or values.size != np.prod(shape) or is_of_classes(name)
    if not whole:
        return values.reshape(shape)
    values = values.reshape([*shape, case["channels"]])
    return np.moveaxis(values, -1, 1).copy() if channels_first else values


def is_labels(name, case):
    return name in ("targets", "y_true") and "soft" not in case["name"].split(": ")[-1]


def is_of_classes(name):
    return name.startswith(("distance", "predicted_distance", "nearness"))


def function_of(case):
    scope = {"mean_of": mean_of, "jnp": jnp}
    # These of Keras 3.15.1 take float64 in float32: all else is looked at in float64.
    code = case["code"].replace("ops.mean(", "mean_of(")
    for name in ("cosh", "sinh", "tanh"):
        code = code.replace(f"ops.{name}(", f"jnp.{name}(")
    exec(compile(code, case["name"], "exec"), scope)  # noqa: S102
    return scope[case["function"]]


def mean_of(x, axis=None, keepdims=False):
    axes = range(x.ndim) if axis is None else np.atleast_1d(axis)
    return keras.ops.sum(x, axis=axis, keepdims=keepdims) / int(np.prod([x.shape[k] for k in axes]))


def torch_arguments(case):
    given = {name: array(case, name, True) for name in case["names"]}
    tensors = {k: torch.tensor(v) if isinstance(v, np.ndarray) else v for k, v in given.items()}
    if "soft" in case["name"].split(": ")[-1] and case["channels"] == 1:
        tensors["targets"] = tensors["targets"].reshape(tensors["logits"].shape)
    return tensors


def jax_arguments(case):
    given = {name: array(case, name, False) for name in case["names"]}
    return {k: jnp.array(v) if isinstance(v, np.ndarray) else v for k, v in given.items()}


def check_half(case):
    """Sums over pixels are beyond half precision: such logits count as single precision from the start."""
    loss = function_of(case)
    if case["as"] == "pytorch":
        given = torch_arguments(case)
        half = given["logits"].half()
        results = [loss(**{**given, "logits": z}) for z in (half, half.float())]
        single = torch.float32
    else:
        given = jax_arguments(case)
        logits = "y_pred" if "y_pred" in given else "logits"
        half = given[logits].astype(jnp.float16)
        results = [loss(**{**given, logits: z}) for z in (half, half.astype(jnp.float32))]
        single = jnp.float32
    assert [x.dtype for x in results] == [single, single], [x.dtype for x in results]
    assert np.array_equal(*map(float, results), equal_nan=True), results


def run_torch(case):
    tensors = torch_arguments(case)
    tensors["logits"].requires_grad_(True)
    value = function_of(case)(**tensors)
    assert value.shape == (), value.shape
    value.backward()
    return value.item(), np.moveaxis(tensors["logits"].grad.numpy(), 1, -1)


def run_jax(case):
    arrays = jax_arguments(case)
    logits = "y_pred" if "y_pred" in arrays else "logits"
    loss = function_of(case)
    run = jax.value_and_grad(lambda z: loss(**{**arrays, logits: z}))
    value, gradient = run(arrays[logits])
    assert value.dtype == jnp.float64 and gradient.dtype == jnp.float64
    return float(value), np.asarray(gradient)


RUN = {"pytorch": run_torch, "jax": run_jax, "keras": run_jax}

if __name__ == "__main__":
    main()
