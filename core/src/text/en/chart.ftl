chart-empty = No measurements.
chart-column-hour = Hour
chart-column-morning = Morning of
chart-column-notice = Noticed
chart-column-pulse = Pulse
chart-column-time = Time

chart-nights-title = Heart rate of the nights
chart-night-rate = Night heart rate
chart-usual = Usual range
chart-nights-sentence =
    From { $from } to { $to }, { $known } of { $nights } nights were measured, with { $range }; { $notices ->
        [0] none was marked as out of the usual.
        [one] { $notices } was marked as out of the usual.
       *[other] { $notices } were marked as out of the usual.
    }

chart-day-title = Heart rate on { $date }
chart-day-mean = Average
chart-day-extremes = Lowest to highest
chart-day-sentence = The lowest was { $low } around { $low_time }, the highest { $high } around { $high_time }.

chart-pressure-title = Blood pressure
chart-systolic = Upper (systolic)
chart-diastolic = Lower (diastolic)
chart-pressure-sentence =
    { $readings ->
        [one] One reading
       *[other] { $readings } readings
    }: upper value { $systolic }, lower value { $diastolic }.
