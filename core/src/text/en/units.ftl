# bpm, mmHg and kcal are written the same in both languages.
unit-bpm = bpm
unit-breaths = breaths/min
unit-mmhg = mmHg
unit-kg = kg
unit-g = g
unit-mg = mg
unit-ug = µg
unit-kcal = kcal
unit-cm = cm
unit-celsius = °C
unit-percent = %
unit-mg-per-dl = mg/dL
unit-ms = ms
unit-min = min
unit-ml = mL
unit-l-per-min = L/min
unit-steps = steps
