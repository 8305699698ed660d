"""JSON with one line a field and arrays of numbers on one line."""

import json


def flat(value):
    return not isinstance(value, (dict, list)) or (
        isinstance(value, list) and all(not isinstance(v, (dict, list)) for v in value)
    )


def text(value, indent=""):
    if flat(value) or not value or (isinstance(value, dict) and len(json.dumps(value)) < 100):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    inner = indent + " "
    if isinstance(value, dict):
        rows = [f"{inner}{json.dumps(k)}: {text(v, inner)}" for k, v in value.items()]
        return "{\n" + ",\n".join(rows) + "\n" + indent + "}"
    return "[\n" + ",\n".join(inner + text(v, inner) for v in value) + "\n" + indent + "]"


def write(path, value):
    path.write_text(text(value) + "\n")
    print(f"{path.name}: {path.stat().st_size // 1000} kB")
