"""The program's own sentences, so that no script names one twice."""

import glob
import os
import pathlib


def words(language="zh-CN"):
    """Every sentence of the program, so that this script names none of them twice."""
    found = {}
    for path in glob.glob(os.path.join(os.path.dirname(__file__), f"../../assets/lang/{language}/*.ftl")):
        for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
            key, sign, text = line.partition(" = ")
            if sign and not key.startswith("#"):
                found[key] = text
    return found
