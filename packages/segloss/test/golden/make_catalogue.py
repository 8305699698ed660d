"""Writes values-catalogue.json: the losses beyond cross entropy, focal, Dice, Tversky and Lovász. See README.md.

Value and gradient come from catalogue_losses.py (torch autograd, float64). Where a library has the loss, it is run on the
same input and must agree within the tolerance that its row states; the script stops when it does not.
"""

import catalogue_losses
import torch
from cases import Given, difference, plain, targets
from compact_json import write
from libraries import HERE

CASES, INPUTS_USED = [], {}
STRICT = {"value": 1e-11, "gradient": 1e-9}


def case(loss, input_name, link=None, also=(), **options):
    given = Given(input_name)
    link = link or ("sigmoid" if given.classes == 1 else "softmax")
    value = catalogue_losses.value(loss, options, given, link)
    value.backward()
    gradient = given.z.grad.reshape(-1)
    if not (torch.isfinite(value) and torch.isfinite(gradient).all()):
        raise SystemExit(f"{loss} on {input_name}: not finite")
    text = "-".join(f"{k}={v}".replace(" ", "") for k, v in options.items())
    record = {
        "id": "/".join(x for x in (loss, input_name, text) if x),
        "loss": loss, "library": "expression written independently in torch", "call": f"catalogue_losses.{loss}",
        "dtype": "float64", "layout": "channels-first", "link": link, "input": input_name, "options": options, "value": float(value.detach()), "gradient": gradient.tolist(), "tolerance": STRICT,
        "agrees": [agreeing(library, call, function, within, input_name, float(value.detach())) for library, call, function, within in also],
    }
    made = {"shape": given.shape, "logits": plain(given.made["logits"]), "targets": targets(given.made), "ignore": given.made["ignore"]}
    INPUTS_USED[input_name] = {k: v for k, v in made.items() if v is not None}
    if not record["agrees"]:
        del record["agrees"]
    CASES.append({k: v for k, v in record.items() if v is not None})


def agreeing(library, call, function, within, input_name, expected):
    value = float(function(Given(input_name)))
    if difference(value, expected) > within:
        raise SystemExit(f"{library} {call} on {input_name}: {value!r}, expected {expected!r}")
    return {"library": library, "call": call, "value": value, "within": within}


def every_input(loss, inputs=("binary", "binary-soft", "three", "three-ignored", "three-soft", "three-3d"), **options):
    for name in inputs:
        case(loss, "two-3d" if name == "three-3d" else name, **options)


if __name__ == "__main__":
    import catalogue_cases

    catalogue_cases.all_cases(case, every_input)
    write(HERE / "values-catalogue.json", {"what": __doc__.split("\n")[0], "inputs": INPUTS_USED, "cases": CASES})
    print(len(CASES), "cases,", sum("agrees" in c for c in CASES), "with libraries")
