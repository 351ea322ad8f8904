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
    { $known } of { $nights } nights were measured, with { $range }; { $notices ->
        [0] none was marked as out of the usual.
        [one] { $notices } was marked as out of the usual.
       *[other] { $notices } were marked as out of the usual.
    }

chart-day-title = Heart rate on { $date }
chart-day-mean = Average
chart-day-extremes = Lowest to highest
chart-day-sentence = The lowest was { $low } around { $low_time }, the highest { $high } around { $high_time }.

chart-systolic = Upper (systolic)
chart-diastolic = Lower (diastolic)
chart-pressure-sentence =
    { $readings ->
        [one] One reading
       *[other] { $readings } readings
    }: upper value { $systolic }, lower value { $diastolic }.

chart-title-day = { $what } on { $date }
chart-title-days = { $what } from { $from } to { $to }
chart-none-day = { $what }: nothing was recorded on { $date }.
chart-none-days = { $what }: nothing was recorded from { $from } to { $to }.

chart-heart = Heart rate
chart-steps = Steps
chart-energy = Energy used in moving
chart-sleep = Sleep
chart-asleep = Asleep
chart-measurement = Measurement
chart-before-meal = Before a meal, fasting
chart-after-meal = After a meal
chart-no-meal = Other times
chart-mean-day = Average of the day
chart-mean-week = Average of the week
chart-mean-month = Average of the month
chart-a-day = Each day
chart-a-night = Each night
chart-an-hour = Each hour
chart-average-day-week = Average day of the week shown
chart-average-day-month = Average day of the month shown
chart-week-of = Week of { $date }
chart-column-day = Day
chart-column-week = Week
chart-column-month = Month
chart-column-how = How
chart-column-count = Measurements
chart-column-days = Days known
chart-column-times = From–to
chart-column-stages = Stages
chart-values-one = { $what }: one measurement, { $value } on { $date }.
chart-values-day =
    { $count } measurements: { $range }. The latest was { $latest } at { $time }.
chart-values-sentence =
    { $count } measurements on { $days } of { $span } days: { $range }. The latest was { $latest } on { $date }.
chart-steps-sentence =
    Steps were counted on { $days } of { $span } days: { $range } a day, { $mean } on average.
chart-energy-sentence =
    Energy was told on { $days } of { $span } days: { $range } a day, { $mean } on average.
chart-hours-sentence = { $total } in all; the most in the hour from { $hour }.
chart-sleep-one = One night is known: { $length } to the morning of { $date }.
chart-sleep-same = Sleep of { $days } of { $span } nights: { $length } each.
chart-sleep-sentence =
    Sleep of { $days } of { $span } nights: { $low } to { $high }, { $mean } on average.
chart-heart-days =
    Measured on { $days } of { $span } days. The lowest was { $low } on { $low_date }, the highest { $high } on { $high_date }.
chart-heart-weeks =
    Summed up in { $days } stretches over { $span } days. The lowest was { $low } in that from { $low_date }, the highest { $high } in that from { $high_date }.

cli-chart = A picture, a sentence and a table of what was recorded
cli-chart-examples =
    Kinds:
    { $kinds }

    Examples:
      mimamori chart weight --from 2026-01-01 --out weight.png
      mimamori chart heart --from yesterday --to yesterday --out heart.svg --dark
      mimamori chart bp --table
cli-chart-kind = What to draw, see below
cli-chart-from = The first day (default: 29 days before the last; the last itself for heart)
cli-chart-to = The last day (default: today)
cli-chart-out = Where to write the picture: a file that ends in .png or .svg
cli-chart-table = Write the values as a table, too
cli-chart-dark = Light ink on a dark ground
cli-chart-scale = Size of the text in percent, 100 to 250 (default: 100)
cli-chart-width = Width of the picture, 280 to 2000 (default: 720)
cli-chart-height = Height of the picture, 180 to 2000 (default: 360, more for larger text)
cli-chart-kind-unknown = There is no chart of this kind. See: mimamori chart --help
cli-chart-out-unreadable = A picture is a file that ends in .png or .svg.
cli-chart-no-picture = The picture could not be drawn.
cli-source = What measures, and which is believed first where several measured at once
cli-source-examples =
    Examples:
      mimamori source list
      mimamori source order "Polar H10" "Apple Watch"
cli-source-list = The sources in their order
cli-source-order = Change the order; those that are not named come after
cli-source-names = Names or identifiers, the one that is believed first first
cli-source-none = Nothing has been measured yet.
cli-source-bluetooth = Bluetooth device
cli-source-wearable = Watch or tracker
cli-source-phone = Phone
cli-source-manual = By hand
cli-source-file = File
cli-source-platform = Platform
