"""A day of a strap, one notification a second with its intervals: as text for `mimamori record heart --replay`, and taken in by
a loop as programs on bleak have it: decode in the callback, a row a sample and a row an interval into SQLite, a commit every
ten seconds.

    python tests/peers/strap.py write day.txt     python tests/peers/strap.py read day.txt day.db
"""
import datetime
import random
import sqlite3
import struct
import sys
import time


def write(path):
    chance, carry = random.Random(1), 0.0
    with open(path, "w") as file:
        for second in range(86_400):
            bpm = 62 + 10 * (second // 3600 % 3) + chance.randrange(3)
            carry += bpm / 60
            beats = [int(61_440 / bpm) + chance.randrange(-20, 20) for _ in range(int(carry))]
            carry -= len(beats)
            value = bytes([0x16, bpm]) + b"".join(struct.pack("<H", beat) for beat in beats)
            when = "2026-04-25T00:00:00+09:00" if second == 0 else f"+{second * 1000 + chance.randrange(40)}"
            file.write(f"{when} {value.hex()}\n")


def decode(data):
    flags = data[0]
    rate, at = (struct.unpack_from("<H", data, 1)[0], 3) if flags & 1 else (data[1], 2)
    contact = bool(flags & 2) if flags & 4 else None
    if flags & 8:
        at += 2
    intervals = [raw * 1000 / 1024 for (raw,) in struct.iter_unpack("<H", data[at:])] if flags & 16 else []
    return rate, contact, intervals


def read(path, store):
    values = []
    with open(path) as file:
        for line in file:
            when, value = line.split()
            start = datetime.datetime.fromisoformat(when) if not when.startswith("+") else start
            at = int(start.timestamp() * 1000) + (int(when) if when.startswith("+") else 0)
            values.append((at, bytes.fromhex(value)))
    begun = time.process_time()
    for _, value in values:
        decode(value)
    print(f"decoding alone: {len(values) / (time.process_time() - begun):,.0f} notifications a second")
    begun = time.process_time()
    base = sqlite3.connect(store)
    base.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                       "CREATE TABLE heart (at INTEGER PRIMARY KEY, bpm INTEGER, contact INTEGER);"
                       "CREATE TABLE rr (at INTEGER, n INTEGER, ms REAL, PRIMARY KEY (at, n));")
    for count, (at, value) in enumerate(values):
        rate, contact, intervals = decode(value)
        base.execute("INSERT INTO heart VALUES (?, ?, ?)", (at, rate, contact))
        base.executemany("INSERT INTO rr VALUES (?, ?, ?)", [(at, n, ms) for n, ms in enumerate(intervals)])
        if count % 10 == 9:
            base.commit()
    base.commit()
    print(f"the day, store included: {time.process_time() - begun:.2f} CPU s")


if sys.argv[1] == "write":
    write(sys.argv[2])
else:
    read(sys.argv[2], sys.argv[3])
