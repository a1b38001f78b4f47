#!/bin/sh
# Makes the two fonts of the product again, from Debian's own packages.
#   apt-get install fonts-noto-cjk unicode-data && pip install fonttools
#   sh assets/fonts/subset.sh
# Regular: GBK and the 8,105 characters of 通用规范汉字表 (Unihan kTGH). Bold: the 8,105.
# Both: ASCII, Latin-1 letters, punctuation, full-width forms, digits in circles, and the signs the screens use.
set -eu
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 - "$work" <<'PYTHON'
import bz2, glob, gzip, io, sys, zipfile, pathlib
work = pathlib.Path(sys.argv[1])

def unihan():
    for name in glob.glob('/usr/share/unicode/*nihan*'):
        if name.endswith('.zip'):
            for member in zipfile.ZipFile(name).namelist():
                yield from io.TextIOWrapper(zipfile.ZipFile(name).open(member), 'utf-8')
        else:
            opener = {'.gz': gzip.open, '.bz2': bz2.open}.get(pathlib.Path(name).suffix, open)
            if pathlib.Path(name).is_file():
                yield from opener(name, 'rt', encoding='utf-8')
    for name in glob.glob('/usr/share/unicode/Unihan/*') + glob.glob('/usr/share/unicode/unihan/*'):
        opener = {'.gz': gzip.open, '.bz2': bz2.open}.get(pathlib.Path(name).suffix, open)
        yield from opener(name, 'rt', encoding='utf-8')

tgh = {chr(int(line.split('\t')[0][2:], 16)) for line in unihan() if '\tkTGH\t' in line}
assert len(tgh) == 8105, f'通用规范汉字表 has 8,105 characters, Unihan gave {len(tgh)}'

gbk = set()
for high in range(0x81, 0xFF):
    for low in range(0x40, 0xFF):
        try:
            gbk.add(bytes([high, low]).decode('gbk'))
        except UnicodeDecodeError:
            pass

ranges = [(0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2027), (0x2030, 0x203B), (0x3000, 0x303F),
          (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6), (0x2460, 0x2473), (0x2190, 0x2193)]
signs = {chr(c) for a, b in ranges for c in range(a, b + 1)} | set('✓×·…●○◆◇■□▲▼★☆℃≤≥≠≈−')
(work / 'regular.txt').write_text(''.join(sorted(gbk | tgh | signs)), 'utf-8')
(work / 'bold.txt').write_text(''.join(sorted(tgh | signs)), 'utf-8')
print(f'Regular asks for {len(gbk | tgh | signs):,} characters, Bold for {len(tgh | signs):,}')
PYTHON

for face in Regular Bold; do
    list=$(echo "$face" | tr 'RB' 'rb')
    pyftsubset "/usr/share/fonts/opentype/noto/NotoSansCJK-$face.ttc" --font-number=2 --layout-features='' --no-hinting \
        --text-file="$work/$list.txt" --output-file="$here/NotoSansSC-$face-subset.otf"
done
ls -l "$here"
