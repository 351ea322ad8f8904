#!/usr/bin/env python3
"""The night rule with its constants chosen without the person who is then judged (leave one person out), beside the constants as
they are. The rule, what counts as met, as chance and as a false episode: as in core/src/detect/{night,nightly}.rs and
tests/tests/illness.rs, whose figures the first lines repeat. Only Python's own library.
  illness.py ../shared/data/detection"""
import csv, datetime, io, itertools, json, lzma, math, sys

DATA = sys.argv[1].rstrip("/")
table = lambda path: csv.DictReader(io.StringIO(lzma.open(f"{DATA}/{path}", "rt").read()))
number = lambda day: datetime.date.fromisoformat(day).toordinal()

def nights(rows, begin):
    """Mean rate in thousandths of the still minutes from `begin` to seven o'clock, of nights with fifteen or more."""
    found, stepped = {}, None
    for at, rate, steps in rows:
        if steps > 0: stepped = at
        if rate is None or not begin * 60 <= at % 1440 < 420 or (stepped is not None and at - stepped < 12): continue
        night = found.setdefault(at // 1440, [0, 0]); night[0] += 1; night[1] += round(rate * 1000)
    return {day: total // count for day, (count, total) in found.items() if count >= 15}

def minutes(person):
    for row in table(f"stanford12/minute/{person}.csv.xz"):
        at = datetime.datetime.fromisoformat(row["minute"])
        steps = math.ceil(float(row["steps"])) if row["steps"] else 0
        yield at.toordinal() * 1440 + at.hour * 60 + at.minute, float(row["hr_mean"]) if row["hr_mean"] else None, steps

def median(values):
    values, n = sorted(values), len(values)
    return values[n // 2] if n % 2 else (values[n // 2 - 1] + values[n // 2]) // 2

def judged(days, told, least):
    """Of each day with a verdict, whether it is told."""
    past, average, last, found = [], 0, None, {}
    for day, rate in sorted(days.items()):
        usual = [known for before, known, was_told in past if 4 <= day - before <= 42 and not was_told]
        for _ in range(0 if last is None else min(62, day - last - 1)): average = int(2 * average / 5)
        if len(usual) >= 7:
            centre = median(usual); scale = max(median([abs(known - centre) for known in usual]) * 14826 // 10000, least + (len(usual) < 14) * 1000)
            average = int((3 * max(-3000, min(3000, int((rate - centre) * 1000 / scale))) + 2 * average) / 5); found[day] = average >= told
        else: average = 0
        past, last = [one for one in past if day - one[0] <= 42] + [(day, rate, found.get(day, False))], day
    return found

def episodes(days):
    first, quiet, found = None, 0, []
    for day, told in sorted(days.items()):
        if told: first, quiet = day if first is None else first, 0
        elif first is not None:
            quiet += 1
            if quiet == 3: found.append(first); first = None
    return found + [first] * (first is not None)

def score(days, onset=None, dates=()):
    """Met, onsets, chance, windows, false episodes, days without illness."""
    well = lambda day: all(not date - 14 <= day <= date + 21 for date in dates)
    def window(around, only_well):
        known = [days[day] for day in range(around - 3, around + 4) if day in days and (not only_well or well(day))]
        return any(known) if len(known) >= 5 else None
    met = window(onset, False) if onset else None
    chance = [window(day, True) for day in days if well(day)]
    chance = [told for told in chance if told is not None]
    return [int(bool(met)), int(met is not None), sum(chance), len(chance), sum(map(well, episodes(days))), sum(map(well, days))]

def wilson(hits, of):
    z, p = 1.96, hits / of; centre = (p + z * z / 2 / of) / (1 + z * z / of); reach = z / (1 + z * z / of) * math.sqrt(p * (1 - p) / of + z * z / 4 / of / of)
    return f"{hits} of {of} ({100 * (centre - reach):.0f} to {100 * (centre + reach):.0f} %)"

def line(name, scores):
    met, onsets, chance, windows, false, days = total(scores)
    print(f"{name:54s} met {wilson(met, onsets) if onsets else '-'}, by chance {wilson(chance, windows)}, {false} false in {days}, {30 * false / days:.2f} in 30")

total = lambda scores: [sum(column) for column in zip(*scores)]
monthly = lambda scores: (lambda t: 30 * t[4] / max(1, t[5]))(total(scores))

labels = json.load(open(f"{DATA}/stanford12/labels.json"))
GRID = list(itertools.product((0, 1, 2, 3), (1400, 1600, 1800, 2000, 2200), (1000, 1500, 2000, 2500, 3000)))
scores = {}
for person, label in labels.items():
    rows = list(minutes(person)); dates = {number(day) for kind in ("symptom", "diagnosis", "recovery") for day in label[kind]}
    onset = number(label["symptom"][0]) if label["symptom"] else None
    for begin in range(4):
        of = nights(rows, begin)
        for told, least in {setting[1:] for setting in GRID}: scores[person, (begin, told, least)] = score(judged(of, told, least), onset, dates)
line("nights, as they are (from three, 1.6, 2.0/min)", [scores[person, (3, 1600, 2000)] for person in labels])
for budget in (0.6, 0.47, 0.3):
    def chosen(people):
        """Of the settings within the budget the one that meets most beyond chance; then fewest episodes, then the least eager."""
        def worth(setting):
            met, onsets, chance, windows, false, _ = total(scores[person, setting] for person in people)
            return met / max(1, onsets) - chance / max(1, windows), -false, setting[1:]
        return max((setting for setting in GRID if monthly([scores[person, setting] for person in people]) <= budget), key=worth)
    line(f"nights, chosen without the person, at most {budget} in 30", [scores[held, chosen([one for one in labels if one != held])] for held in labels])
within = [setting for setting in GRID if monthly([scores[person, setting] for person in labels]) <= 0.6]
print("of", len(within), "settings within 0.6, met 1, 2, 3, 4:", [sum(total(scores[person, setting] for person in labels)[0] == met for setting in within) for met in (1, 2, 3, 4)])

people = {}
for row in table("lifesnaps/daily_fitbit_sema_df_unprocessed.csv.xz"):
    try: people.setdefault(row["id"], {})[number(row["date"])] = round(float(row["resting_hr"]) * 1000)
    except ValueError: pass
RESTING = list(itertools.product((1400, 1500, 1600, 1700, 1800, 1900, 2000, 2200), (2000, 2500, 3000, 3500)))
resting = {(person, setting): score(judged(days, *setting)) for person, days in people.items() for setting in RESTING}
line("LifeSnaps, as they are (1.8, 3.0/min)", [resting[person, (1800, 3000)] for person in people])
eager = lambda ids: min((s for s in RESTING if monthly([resting[one, s] for one in ids]) <= 0.26), key=lambda s: (s[0] * s[1], s[0]))
line("LifeSnaps, the most eager within 0.26 of the others", [resting[held, eager([one for one in people if one != held])] for held in people])
