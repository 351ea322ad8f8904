preset-walk = Walking
preset-sleep = Sleep
preset-medicine = Medicine
preset-alcohol = Alcohol
preset-tobacco = Tobacco
preset-water = Water
preset-toothbrush = Brushing teeth
preset-bowel = Bowel movement
preset-mood = Mood

goal-yes-no = done or not
goal-at-least = at least { $amount }
goal-at-most = at most { $amount }
goal-none = none
goal-rating = 1 to { $most }
amount-with-unit = { $number } { $unit }

# $count only says whether it is one.
unit-habit-minutes = { $number } { $count ->
    [one] min
   *[other] min
}
unit-habit-hours = { $number } { $count ->
    [one] hour
   *[other] hours
}
unit-habit-drinks = { $number } { $count ->
    [one] drink
   *[other] drinks
}
unit-habit-cigarettes = { $number } { $count ->
    [one] cigarette
   *[other] cigarettes
}
unit-habit-glasses = { $number } { $count ->
    [one] glass
   *[other] glasses
}
unit-habit-times = { $number } { $count ->
    [one] time
   *[other] times
}

schedule-daily = Every day
schedule-times-a-week = { $times ->
    [one] Once a week
   *[other] { $times } times a week
}

habit-done = done
habit-open = still open
habit-within = within the limit
habit-over = over the limit
habit-paused = paused
habit-archived = put away
habit-streak-days = { $count } days in a row
habit-streak-times = { $count } times in a row
habit-score = strength { $score }

cli-habit = What you want to keep up, or do less of
cli-habit-add = Begin a habit
cli-habit-add-examples =
    Without a goal a habit is done or not. With --preset the name may be left out:
    { $presets }

    Examples:
      mimamori habit add stretching
      mimamori habit add "evening walk" --goal 30 --unit min --remind 18:30
      mimamori habit add "no alcohol" --at-most 0 --times-a-week 2
      mimamori habit add --preset water --count 8
      mimamori habit add gym --weekdays mon,thu
cli-habit-name = What it is
cli-habit-rename = Its new name
cli-habit-preset = Choose it from the list, see below
cli-habit-goal = Done when the day's amounts reach this
cli-habit-count = Done when it was ticked so many times on the day
cli-habit-at-most = To do less: kept while the day's amounts stay within this; 0 for none at all
cli-habit-unit = What the amount is counted in
cli-habit-times = On how many days a week (default: every day)
cli-habit-weekdays = On these days of the week: mon,tue,wed,thu,fri,sat,sun
cli-habit-daily = Every day
cli-habit-remind = Remind at these times of day, such as 8:00,20:00; "none" for no reminder
cli-habit-tick = Note that a habit was kept
cli-habit-tick-examples =
    Examples:
      mimamori habit tick stretching
      mimamori habit tick "evening walk" --amount 25 --at 18:10
      mimamori habit tick mood --amount 4
cli-habit-which = The habit's name or identifier
cli-habit-amount = How much was done (default: 1, or the whole goal of what is measured); 0 for an explicit no
cli-habit-untick = Take back a day's ticks
cli-habit-unticked = { $count ->
    [0] There was nothing to take back.
    [one] One tick was taken back.
   *[other] { $count } ticks were taken back.
}
cli-habit-date = The day, such as 2026-04-25 or yesterday (default: today)
cli-habit-list = The habits, how they stand today
cli-habit-all = Also those that were put away
cli-habit-edit = Change a habit; "habit undo" brings the old one back
cli-habit-undo = Take back the last change of a habit
cli-habit-pause = Let a habit rest: its streak and score stay as they are
cli-habit-until = The last day on which it rests (default: until it is resumed)
cli-habit-resume = Take up a habit that rests or was put away
cli-habit-archive = Put a habit away; what was noted stays
cli-habit-scores = How strong a habit is, day by day
cli-habit-scores-note =
    The score is the one of Loop Habit Tracker: each day kept raises it, each day missed lowers it gently, and no
    single day undoes the rest. A daily habit that is dropped loses half of it in 13 days. Days of rest do not count.
cli-habit-due = What to be reminded of now, and what comes next
cli-habit-due-now = now
cli-habit-due-none = There is no reminder until { $date }.
cli-habit-snooze = Say nothing of a habit for a while
cli-habit-minutes = For how many minutes
cli-habit-snoozed = Nothing will be said of it until { $time }.
cli-habit-quiet = Hours in which you are not reminded, such as: 22:00 7:00
cli-habit-quiet-times = When they begin and end, or "none"
cli-habit-quiet-set = Quiet from { $from } to { $until }. What falls between is said when they end, or before they begin.
cli-habit-quiet-none = There are no quiet hours.
cli-habit-none = There are no habits yet. See: mimamori habit add --help
cli-habit-amount-needed = This habit needs an amount, such as: --amount 4
