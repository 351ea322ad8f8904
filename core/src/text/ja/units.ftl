# bpm, mmHg and kcal are written the same in both languages.
unit-bpm = bpm
unit-breaths = 回/分
unit-mmhg = mmHg
unit-kg = kg
unit-g = g
unit-mg = mg
unit-ug = µg
unit-kcal = kcal
unit-cm = cm
unit-celsius = ℃
unit-percent = %
unit-mg-per-dl = mg/dL
unit-ms = ms
unit-min = 分
unit-ml = mL
unit-l-per-min = L/min
unit-steps = 歩
