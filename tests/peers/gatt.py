"""What others read from tests/data/gatt/vectors.txt, beside what the specification says.

    apt-get install tshark default-jdk-headless maven
    python -m venv V && V/bin/pip install bluetooth-sig==0.6.0 bleak-sigspec==0.0.4 && V/bin/python tests/peers/gatt.py

bluetooth-sig (MIT) and bleak-sigspec (MIT) are packages of Python. ble-common (BSD-3-Clause) is what Nordic gives to
Android apps; it runs here on Java, beside stubs of Android's classes, both of Maven Central. tshark (GPL-2.0-or-later)
is Wireshark without its window. One that is not there is skipped, and that is said. Names after the command choose
among the four.
"""
import contextlib
import io
import logging
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).parent
VECTORS = HERE.parent / "data/gatt/vectors.txt"
NONE = "no reader"

# A reader of ble-common; it has none of scales, oximeters, clocks and names.
NORDIC = {
    "2A18": "glucose.GlucoseMeasurementResponse",
    "2A19": "battery.BatteryLevelResponse",
    "2A1C": "ht.TemperatureMeasurementResponse",
    "2A1D": "ht.TemperatureTypeResponse",
    "2A34": "glucose.GlucoseMeasurementContextResponse",
    "2A35": "bps.BloodPressureMeasurementResponse",
    "2A36": "bps.IntermediateCuffPressureResponse",
    "2A37": "hr.HeartRateMeasurementResponse",
    "2A38": "hr.BodySensorLocationResponse",
    "2A52": "RecordAccessControlPointResponse",
}
NORDIC_PARTS = [
    "no.nordicsemi.android:ble-common:2.6.1:aar",
    "no.nordicsemi.android:ble:2.6.1:aar",
    "com.google.android:android:4.1.1.4:jar",
]
# bleak-sigspec goes by the names of the files that it has of them.
SIGSPEC = {
    "2A18": "Glucose Measurement",
    "2A19": "Battery Level",
    "2A1C": "Temperature Measurement",
    "2A1D": "Temperature Type",
    "2A1E": "Intermediate Temperature",
    "2A23": "System ID",
    "2A24": "Model Number String",
    "2A29": "Manufacturer Name String",
    "2A2B": "Current Time",
    "2A34": "Glucose Measurement Context",
    "2A35": "Blood Pressure Measurement",
    "2A36": "Intermediate Cuff Pressure",
    "2A37": "Heart Rate Measurement",
    "2A38": "Body Sensor Location",
    "2A50": "PnP ID",
    "2A52": "Record Access Control Point",
    "2A5E": "PLX Spot-Check Measurement",
    "2A5F": "PLX Continuous Measurement",
    "2A9C": "Body Composition Measurement",
    "2A9D": "Weight Measurement",
}


class Skipped(Exception):
    pass


def each(vectors, read):
    """What `read` makes of each; whatever it refuses with is its answer, what it prints besides is not."""
    answers = []
    with contextlib.redirect_stdout(io.StringIO()):
        for number, value in vectors:
            try:
                answers.append(str(read(number, value)))
            except Exception as error:
                answers.append(f"refused: {type(error).__name__}: {error}")
    return answers


def bluetooth_sig(vectors):
    try:
        from bluetooth_sig import BluetoothSIGTranslator
    except ImportError as error:
        raise Skipped("pip install bluetooth-sig==0.6.0") from error
    logging.disable()
    return each(vectors, BluetoothSIGTranslator().parse_characteristic)


def bleak_sigspec(vectors):
    try:
        from bleak_sigspec.utils import get_char_value
    except ImportError as error:
        raise Skipped("pip install bleak-sigspec==0.0.4") from error

    def plain(read):
        """Without the words about units that each number comes with, but the symbol."""
        if not isinstance(read, dict):
            return read
        if "Value" in read and not isinstance(read["Value"], dict):
            return f"{read['Value']} {read.get('Symbol') or ''}".strip()
        return {name: plain(part) for name, part in read.items()}

    return each(vectors, lambda number, value: plain(get_char_value(value, SIGSPEC[number])))


def ble_common(vectors):
    missing = [program for program in ("mvn", "java") if not shutil.which(program)]
    if missing:
        raise Skipped(f"it needs Maven and Java 17, here is no {' and no '.join(missing)}")
    with tempfile.TemporaryDirectory() as place:
        path = []
        for part in NORDIC_PARTS:
            group, name, version, kind = part.split(":")
            fetch = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={part}", f"-DoutputDirectory={place}"]
            if subprocess.run(fetch, capture_output=True).returncode:
                raise Skipped(f"Maven does not get {part}")
            file = pathlib.Path(place, f"{name}-{version}.{kind}")
            if kind == "aar":
                classes = file.with_suffix(".jar")
                classes.write_bytes(zipfile.ZipFile(file).read("classes.jar"))
                file = classes
            path.append(str(file))
        known = [(NORDIC[number], value) for number, value in vectors if number in NORDIC]
        asked = "".join(f"{reader} {value.hex()}\n" for reader, value in known)
        java = ["java", "-cp", ":".join(path), str(HERE / "Gatt.java")]
        lines = subprocess.run(java, input=asked, capture_output=True, text=True, check=True).stdout.splitlines()
    if len(lines) != len(known):
        raise Skipped("it broke off")
    answers = iter(lines)
    return [next(answers) if number in NORDIC else NONE for number, _ in vectors]


def tshark(vectors):
    if not shutil.which("tshark"):
        raise Skipped("apt-get install tshark")
    # A capture in which a device tells what each of its handles is, then notifies a value from it: the packets of
    # ATT in L2CAP in HCI, as Linux captures them (pcap's link type 201, with a direction before each).
    capture = bytearray(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 0xFFFF, 201))

    def add(att):
        frame = struct.pack("<HH", len(att), 4) + att
        frame = struct.pack(">IB", 1, 2) + struct.pack("<HH", 0x2001, len(frame)) + frame
        capture.extend(struct.pack("<IIII", 0, 0, len(frame), len(frame)) + frame)

    for handle, (number, value) in enumerate(vectors, 1):
        add(struct.pack("<BBHH", 0x05, 1, handle, int(number, 16)))
        add(struct.pack("<BH", 0x1B, handle) + value)
    with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
        file.write(capture)
        file.flush()
        read = ["tshark", "-r", file.name, "-O", "btatt", "-Y", "btatt.opcode == 0x1b"]
        text = subprocess.run(read, capture_output=True, text=True, check=True).stdout

    def told(frame):
        """What stands below the name of the value, without the bits that are not set."""
        _, _, lines = frame.partition("[UUID: ")
        shown = [re.sub(r"^[01. ]+= ", "", line.strip()) for line in lines.splitlines()[1:]]
        return ", ".join(line for line in shown if line and not re.search(r": (False|0x0+)$", line))

    return [told(frame) for frame in text.split("\nFrame ")]


PEERS = {"bluetooth-sig": bluetooth_sig, "bleak-sigspec": bleak_sigspec, "ble-common": ble_common, "tshark": tshark}


def main(wanted):
    vectors, says = [], []
    for line in VECTORS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            number, value, said, *_ = (cell.strip() for cell in line.split("|"))
            vectors.append((number, bytes.fromhex(value)))
            says.append(said)
    answers = {}
    for name in wanted or PEERS:
        try:
            answers[name] = PEERS[name](vectors)
        except Skipped as reason:
            print(f"{name}: skipped: {reason}", file=sys.stderr)
    if not answers:
        return "there is none of them here to compare with"
    for place, ((number, value), said) in enumerate(zip(vectors, says)):
        print(f"{number} {value.hex().upper()}\n  says {said}")
        for name, read in answers.items():
            print(f"  {name} {read[place]!r}" if "\n" in read[place] else f"  {name} {read[place]}")


if unknown := set(sys.argv[1:]) - PEERS.keys():
    sys.exit(f"no such peer: {', '.join(sorted(unknown))}; there are {', '.join(PEERS)}")
sys.exit(main(sys.argv[1:]))
