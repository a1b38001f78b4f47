"""Reads a printed number off a picture, learning the digits' shapes from the keys of a keypad in another.

    digits.py '{"picture": …, "box": [x, y, w, h], "keypad_picture": …, "keypad": [ten boxes, 0 to 9]}'
"""

import json
import sys

from PIL import Image, ImageChops

SHAPE = (24, 36)


def ink(picture, box):
    """Black on white in a part of a picture, whatever its colours were: what differs from its corner is ink."""
    x, y, width, height = box
    part = picture.convert("L").crop((x, y, x + width, y + height))
    ground = Image.new("L", part.size, part.getpixel((0, 0)))
    return ImageChops.difference(part, ground).point(lambda value: 255 if value > 90 else 0)


def glyphs(mask):
    """The shapes between empty columns, from left to right, each brought to one size."""
    edges, inside = [], False
    for column in range(mask.width + 1):
        filled = column < mask.width and mask.crop((column, 0, column + 1, mask.height)).getbbox() is not None
        if filled != inside:
            edges.append(column)
            inside = filled
    found = []
    for left, right in zip(edges[::2], edges[1::2]):
        strip = mask.crop((left, 0, right, mask.height))
        found.append(strip.crop(strip.getbbox()).resize(SHAPE))
    return found


def distance(one, other):
    return sum(value * count for value, count in enumerate(ImageChops.difference(one, other).histogram()))


def main():
    request = json.loads(sys.argv[1])
    keypad = Image.open(request["keypad_picture"])
    shapes = []
    for x, y, width, height in request["keypad"]:
        # The middle of a key: its border and rounded corners stay outside.
        found = glyphs(ink(keypad, (x + width // 4, y + height // 8, width // 2, height * 3 // 4)))
        if len(found) != 1:
            sys.exit(f"a key shows {len(found)} shapes")
        shapes.append(found[0])
    number = glyphs(ink(Image.open(request["picture"]), request["box"]))
    print("".join(str(min(range(10), key=lambda digit: distance(shapes[digit], glyph))) for glyph in number))


main()
