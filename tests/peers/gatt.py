"""What bluetooth-sig (PyPI) reads from tests/data/gatt/vectors.txt, beside what the specification says.

    python -m venv V && V/bin/pip install bluetooth-sig==0.6.0 && V/bin/python tests/peers/gatt.py
"""
import pathlib
import re
import sys

from bluetooth_sig import BluetoothSIGTranslator

VECTORS = pathlib.Path(__file__).parent.parent / "data/gatt/vectors.txt"


def numbers(text):
    return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?", text)]


def main():
    translator = BluetoothSIGTranslator()
    for line in VECTORS.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        number, hexed, says, *_ = (cell.strip() for cell in line.split("|"))
        try:
            read = str(translator.parse_characteristic(number, bytes.fromhex(hexed)))
        except Exception as error:  # whatever it is, it is its answer
            read = f"refused: {type(error).__name__}: {error}"
        print(f"{number} {hexed}\n  says {says}\n  read {read[:400]}")


sys.exit(main())
