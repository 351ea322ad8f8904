# What a person records by hand, in the terminal.
cli-id = The id as lists show it (its last digits are enough)
cli-note = A note of your own
cli-choice-unknown = { $field }: no such choice. One of: { $choices }
cli-vital-list-kind = Only of this kind
cli-vital-edit = Correct a measurement; what it was before is kept
cli-vital-edit-examples =
    What is not given stays as it is.

    Examples:
      mimamori vital edit 3f2a91c4 125/85
      mimamori vital edit 3f2a91c4 --arm left --at 6:50
cli-vital-arm = Blood pressure: on which arm
cli-vital-morning = Taken in the morning, as home blood pressure is
cli-vital-evening = Taken in the evening
cli-vital-occasion = morning, daytime, evening or night
cli-vital-meal = Glucose: fasting, before-meal, after-meal, bedtime or any
cli-vital-site = Temperature: armpit, mouth, ear, forehead or rectum
cli-vital-sure = The value is right, however unusual
cli-vital-unusual = { $field }: possible, but unusual; nothing was recorded. If it is right, say it again with --sure.
cli-symptom = What does not feel right
cli-symptom-add = Record a symptom
cli-symptom-add-examples =
    Symptoms with a name (anything else is kept in your own words):
    { $kinds }

    Examples:
      mimamori symptom add headache --strength mild
      mimamori symptom add cough --since "3 days ago" --strength 4
      mimamori symptom add "cramp in the calf" --at 3:20
cli-symptom-what = What it is: a name from the list, or your own words
cli-symptom-strength = mild, moderate, severe, absent, or 0 to 10
cli-symptom-since = Since which day
cli-symptom-until = Until which day
cli-symptom-note = More in your own words
cli-symptom-list = Recent symptoms
cli-symptom-edit = Correct a symptom; what it said before is kept
cli-symptom-end = Say that a symptom is over
cli-symptom-last = The last day of it (default: today)
cli-medicine = Medicines: what you take, and what is due today
cli-medicine-add = Add a medicine
cli-medicine-add-examples =
    Times of the day (or a clock time such as 7:30; another amount as after-dinner=2):
    { $slots }

    Examples:
      mimamori medicine add "Amlodipine 5 mg" --dose "1 tablet" --times after-breakfast --for "blood pressure"
      mimamori medicine add Metformin --dose "1 tablet" --times after-breakfast,after-dinner
      mimamori medicine add Alendronate --dose "1 tablet" --times waking --days mon
      mimamori medicine add Loxoprofen --dose "1 tablet" --as-needed --most 3 --until 5/2
cli-medicine-name = The name as on the package
cli-medicine-which = The medicine: its name, a part of it, or its id
cli-medicine-which-or-slot = The medicine; without one, all that are due at --slot
cli-medicine-edit = Change a medicine; what it was before is kept
cli-medicine-list = The medicines you take
cli-medicine-all = Also those that were stopped
cli-medicine-today = What is due on a day, and what was taken
cli-medicine-take = Note that a medicine was taken
cli-medicine-take-examples =
    Examples:
      mimamori medicine take --slot after-breakfast
      mimamori medicine take Loxo --at 15:10
      mimamori medicine take Metformin --slot after-dinner --day yesterday --at 0:20
cli-medicine-skip = Note that a medicine was left out
cli-medicine-stop = Stop a medicine
cli-medicine-last = The last day (default: today)
cli-medicine-slot = Which of the day's times (default: the first that is due)
cli-medicine-day = The day it was due on (default: the day of --at)
cli-medicine-amount = How much, where it was not what was due
cli-medicine-dose = How much at a time, such as "1 tablet"
cli-medicine-times = Times of the day, with commas between
cli-medicine-days = Only on these weekdays
cli-medicine-every = Every so many days
cli-medicine-as-needed = Only when needed
cli-medicine-most = At most so often a day
cli-medicine-from = The first day (default: today)
cli-medicine-until = The last day
cli-medicine-for = What it is for
cli-medicine-otc = Bought without a prescription
cli-medicine-supplement = A supplement
cli-medicine-when = Say when it is taken: --times, or --as-needed.
cli-medicine-ambiguous = More than one medicine fits. Write more of its name, or its id.
cli-medicine-which-needed = Name the medicine, or the time of the day with --slot.
cli-medicine-none-due = Nothing is due then.
cli-medicine-none-today = No medicine is due on this day.
medicine-as-needed-short = when needed
cli-event = Vaccinations, visits to a doctor, stays and other events
cli-event-add = Record an event
cli-event-add-examples =
    Events:
    { $kinds }

    Examples:
      mimamori event add vaccination Influenza --place "Midori Clinic" --note "lot AB123"
      mimamori event add admission "Cataract surgery" --at "2026-04-20 10:00" --until 4/22
cli-event-what = What sort of event, see below
cli-event-title = Which one, in a few words
cli-event-place = Where
cli-event-until = The last day, where it took more than one
cli-event-list = Events of the last year
cli-event-edit = Correct an event; what it said before is kept
cli-sleep = Sleep
cli-sleep-add = Record a sleep
cli-sleep-add-examples =
    A night belongs to the day on which it ends. A sleep told again longer takes the place of the shorter.

    Examples:
      mimamori sleep add 22:30 5:45
      mimamori sleep add 13:00 13:40 --day yesterday
cli-sleep-start = When it began, such as 22:30
cli-sleep-end = When it ended
cli-sleep-day = The day of waking (default: today)
cli-sleep-list = Recent sleep
cli-sleep-edit = Correct a sleep; what it was before is kept
cli-profile = What you say about yourself
cli-profile-set = Say or change something
cli-profile-set-examples =
    All of it is optional. Age, sex and conditions are used by the rules that need them; the rest is shown
    where you or your doctor look for it.

    Conditions (anything else is kept in your own words):
    { $conditions }

    Examples:
      mimamori profile set --birth 1948-04-05 --sex female --height 5ft1in
      mimamori profile set --condition asthma --condition glaucoma --allergy food:buckwheat
      mimamori profile set --emergency "Yui, daughter, 090-1234-5678" --unit lb --unit F
cli-profile-name = Name
cli-profile-kana = How the name is read
cli-profile-nickname = What the family calls you
cli-profile-birth = Birth date: 1948-04-05, or of a Japanese era, S23.4.5
cli-profile-sex = For reference values only
cli-profile-height = Height
cli-profile-activity = How active your days are: for the reference intake of energy
cli-profile-pregnancy = no, yes, the day the child is due, or nursing
cli-profile-condition = A condition that a doctor has told you of
cli-profile-no-condition = Take a condition away
cli-profile-allergy = food:…, medicine:… or other:…, with =what happens
cli-profile-no-allergy = Take an allergy away
cli-profile-emergency = Whom to call in an emergency
cli-profile-doctor = The doctor you usually see
cli-profile-pharmacy = The pharmacy you usually go to
cli-profile-unit = A unit to type and read: kg, lb, cm, in, C, F, mmHg, kPa, mg/dL, mmol/L
cli-profile-clear = Forget a field, named as its option: birth, doctor, …
cli-profile-age = { $date }, { $age } years old
cli-history = What was recorded, corrected and deleted
cli-history-examples =
    By when it was done, oldest first. Nothing is lost by correcting or deleting: see undo.

    Examples:
      mimamori history
      mimamori history 3f2a91c4
      mimamori history --kind vital --from 4/1 --to today
cli-history-id = All versions of this record
cli-history-kind = Only of this kind
cli-history-from = From this day (default: six days before --to)
cli-history-to = To this day (default: today)
cli-list-none =
    { $days ->
        [one] Nothing was recorded on this day. For more days: --days N
       *[other] Nothing was recorded in these { $days } days. For more days: --days N
    }
cli-medicine-none = No medicine is kept here. See: mimamori medicine add --help
cli-medicine-none-now = No medicine is kept here that is taken now. All of them: mimamori medicine list --all
cli-history-none = Nothing was recorded or changed in this time.
cli-undo = Take back the last change
cli-undo-examples =
    Of the record that you changed last, or of the one named. Once more takes back the change before
    that one; what was taken back too far comes again with redo.

    Examples:
      mimamori undo
      mimamori undo 3f2a91c4
cli-undo-id = The record (default: the one that you changed last)
cli-redo = Bring back what the last undo took away
cli-redo-examples =
    Once more brings back what the undo before that took away.

    Examples:
      mimamori redo
      mimamori redo 3f2a91c4
cli-redo-id = The record (default: the one of which something was taken back last)
cli-delete = Mark a record as entered in error
cli-delete-examples =
    It counts for nothing any more, and undo brings it back. To remove it for good, see: erase record.

    Examples:
      mimamori delete 3f2a91c4
cli-deleted-already = This record is deleted already.
cli-deleted = Deleted: { $kind }  { $entry }. To bring it back: mimamori undo { $id }
cli-stands = Now stands: { $kind }  { $entry }
cli-day-medicines = Medicines
cli-day-symptoms = Symptoms
cli-day-sleep = Sleep
cli-day-events = Events
