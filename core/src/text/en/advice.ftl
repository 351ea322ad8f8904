# Suggestions, trends, and what went together. Facts and small steps; no disease, no medicine, no cause.

suggest-rest-today-title = Take it easy today
suggest-rest-today-reason = Your heart rate at night was { $value } above your usual.
suggest-rest-today-source = From the notice about your nights.
suggest-measure-pressure-title = Measure your blood pressure in the morning and in the evening
suggest-measure-pressure-reason = It was measured on { $value } of the last 7 days; an average needs at least { $goal }.
suggest-measure-pressure-source = JSH guideline 2019 (Japan)
suggest-sleep-longer-title = Go to bed half an hour earlier tonight
suggest-sleep-longer-reason = You slept { $value } on average over { $days } nights; adults need at least { $goal }.
suggest-sleep-longer-source = Sleep guide 2023, Ministry of Health, Labour and Welfare (Japan)
suggest-walk-more-title = Walk ten minutes more today
suggest-walk-more-reason = You took { $value } a day on average over { $days } days; { $goal } are recommended. Ten minutes are about 1,000 steps.
suggest-walk-more-source = Physical activity guide 2023, Ministry of Health, Labour and Welfare (Japan)
suggest-less-salt-title = Leave some of the soup or the soy sauce
suggest-less-salt-reason = Your recorded meals held { $value } of salt a day on average over { $days } days; the goal is to stay under { $goal }.
suggest-less-salt-source = Dietary Reference Intakes for Japanese 2025
suggest-more-vegetables-title = Add a dish of vegetables or mushrooms
suggest-more-vegetables-reason = Your recorded meals held { $value } of fibre a day on average over { $days } days; the goal is { $goal } or more.
suggest-more-vegetables-source = Dietary Reference Intakes for Japanese 2025
suggest-earlier-dinner-title = Have dinner earlier today
suggest-earlier-dinner-reason = On { $value } of the last { $days } recorded evenings dinner began at nine or later; late meals can disturb sleep.
suggest-earlier-dinner-source = Sleep guide 2023, Ministry of Health, Labour and Welfare (Japan)

followed-weight = weight
followed-morning-pressure = morning systolic blood pressure
followed-sleep = sleep
followed-steps = steps
followed-resting-heart-rate = resting heart rate

trend-line = { $clear ->
        [up] rises by { $change } a week ({ $low } to { $high })
        [down] falls by { $change } a week ({ $low } to { $high })
       *[none] no clear trend
    }
trend-days = { $days } days, middle { $middle }

factor-late-dinner = a dinner at nine or later
factor-habit = “{ $name }”
together-line =
    After days with { $factor }, your { $value } tended to be { $change } { $way ->
        [higher] higher
       *[lower] lower
    } ({ $pairs } pairs of days).
together-caution = These tended to go together. That does not say that one causes the other, and of ten such lines one may be chance.
