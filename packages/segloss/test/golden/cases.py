"""One case: a library's value and gradient on one input, checked against second_road.py on the spot."""

import jax
import numpy as np
import second_road
import torch
from inputs import IGNORE, INPUTS

STRICT = {"value": 1e-12, "gradient": 1e-11}


def plain(array):
    """Nested numbers as one flat list, whole numbers without a decimal point."""
    flat = np.asarray(array, float).reshape(-1).tolist()
    return [int(v) if v == int(v) and abs(v) < 1e15 else v for v in flat]


class Given:
    """An input as the libraries want it; `z` collects the gradient."""

    def __init__(self, name):
        made = INPUTS[name]
        self.made, self.shape = made, made["shape"]
        self.z = torch.tensor(made["logits"], dtype=torch.float64, requires_grad=True)
        self.classes = self.shape[1]
        if made["kind"] == "soft":
            self.soft = torch.tensor(made["targets"], dtype=torch.float64)
            return
        self.labels = torch.tensor(made["targets"], dtype=torch.long)
        self.valid = self.labels != IGNORE
        self.soft = self.one_hot(torch.where(self.valid, self.labels, 0))

    def one_hot(self, labels):
        if self.classes == 1:
            return labels[:, None].double()
        return torch.nn.functional.one_hot(labels, self.classes).movedim(-1, 1).double()


def torch_result(function, given):
    value = function(given)
    value.backward()
    return float(value.detach()), given.z.grad.numpy().reshape(-1)


def jax_result(function, given):
    """For functions of channels-last arrays."""
    last = lambda x: jax.numpy.asarray(np.moveaxis(x, 1, -1))  # noqa: E731
    z, y = last(given.z.detach().numpy()), last(given.soft.numpy())
    value, gradient = jax.value_and_grad(function)(z, y)
    return float(value), np.moveaxis(np.asarray(gradient), -1, 1).reshape(-1)


def targets(made):
    return {"kind": made["kind"], "values": plain(made["targets"])}


def difference(a, b):
    """Of values relative to the value, of gradients to the largest entry; absolute below 1e-3."""
    a, b = np.atleast_1d(a), np.atleast_1d(b)
    return float(np.max(np.abs(a - b)) / max(np.max(np.abs(b)), 1e-3))


def check(case, gradient):
    value, slope = second_road.value_and_gradient(case, gradient is not None)
    off = difference(case["value"], value)
    if not off <= case["tolerance"]["value"]:
        raise SystemExit(f"{case['id']}: value {case['value']!r}, second road {value!r}, off by {off:.1e}")
    if gradient is not None:
        off = difference(gradient, slope)
        if not off <= case["tolerance"]["gradient"]:
            raise SystemExit(f"{case['id']}: gradient off by {off:.1e}")


def agreeing(case, given_name, also):
    """Values of further libraries on the same input, which must agree too."""
    rows = []
    for library, call, function, within in also:
        value = float(function(Given(given_name)).detach())
        if difference(value, case["value"]) > within:
            raise SystemExit(f"{case['id']}: {library} has {value!r}, {case['library']} {case['value']!r}")
        rows.append({"library": library, "call": call, "value": value, "within": within})
    return rows


def make(name, loss, input_name, link, options, library, call, function, **more):
    """A record of values.json. `more`: also, gradient (False: ties), note, tolerance, backend, space."""
    given = Given(input_name)
    value, gradient = (jax_result if more.get("backend") == "jax" else torch_result)(function, given)
    case = {
        "id": name,
        "loss": loss,
        "library": library,
        "call": call,
        "dtype": "float64",
        "layout": "channels-first",
        "link": link,
        "shape": given.shape,
        "input": input_name,
        "logits": plain(given.made["logits"]),
        "targets": targets(given.made),
        "ignore": given.made["ignore"],
        "options": options,
        "value": value,
        "gradient": gradient.tolist(),
        "tolerance": more.get("tolerance", STRICT),
        "note": more.get("note"),
    }
    if more.get("gradient", True) is False:
        del case["gradient"]
    check(case, case.get("gradient"))
    if "also" in more:
        case["agrees"] = agreeing(case, input_name, more["also"])
    return {k: v for k, v in case.items() if v is not None}
