# What the terminal says. One message a command or answer, named `cli-…`.

# The help.
cli-about = Your health record, in a terminal: what you eat, keep up and measure, and what is out of the ordinary.
cli-examples =
    Examples:
      mimamori people add Hanako --zone Asia/Tokyo
      mimamori import heart_rate.csv export.zip
      mimamori meal add ごはん=150g --quick "miso soup" --kcal 40
      mimamori vital add bp 132 85 --pulse 64
      mimamori day yesterday
      mimamori findings

    Exit codes: 0 done, 1 failed, 2 wrong input.
cli-usage = Usage
cli-commands = Commands
cli-arguments = Given in this order
cli-options = Options
cli-help = Show this help
cli-version = Show the version
cli-data = Where the record lies (default: mimamori in XDG_DATA_HOME or ~/.local/share)
cli-vault = Where the keys lie, away from the record (default: mimamori/vault in XDG_CONFIG_HOME or ~/.config)
cli-person = Whose record: a name or an identifier; not needed where there is only one
cli-lang = Language (default: LC_ALL, LC_MESSAGES or LANG)
cli-json = Answer in JSON, for programs
cli-now = Act as if it were this time, such as 2026-04-25T20:15:00+09:00
cli-passphrase-option = Keep the key under a passphrase that is typed in
cli-passphrase-file = Take the passphrase from the first line of a file

# What went wrong.
cli-bug = Something went wrong inside the program. What was saved before is safe.
cli-no-command = What is to be done? See: mimamori --help
cli-unknown-command = There is no such command. See: mimamori --help
cli-unknown-command-near = There is no such command. Did you mean: { $near }?
cli-unknown-option = There is no option { $option } here. See --help.
cli-unknown-word = There is a word too many. See --help.
cli-missing = Missing: { $what }
cli-bad-value = This value cannot be taken: { $what }
cli-bad-line = This cannot be understood. See --help.
cli-not-text = A word is not valid text (UTF-8).
cli-now-unreadable = --now: not a time such as 2026-04-25T20:15:00+09:00
cli-at-unreadable = --at: not a time such as 20:15, "yesterday 20:15" or "2026-04-25 20:15"
cli-day-unreadable = Not a day such as 2026-04-25, 4/25, today, yesterday or "3 days ago"
cli-zone-unreadable = --zone: not a time zone such as Asia/Tokyo
cli-zone-needed = This computer does not say its time zone; give --zone, such as Asia/Tokyo
cli-homeless = There is no home directory; give --data and --vault
cli-no-people = Nobody is here yet. Begin with: mimamori people add NAME
cli-which-person = Several people are kept here; say whose with --person. See: mimamori people
cli-key-missing = The vault has no key for this record. Give the vault that it was begun with.
cli-vault-inside = The vault must not lie inside the data directory.
cli-vault-open = Others than you may read the vault; take that away (chmod -R go= on it).
cli-vault-unreadable = The key in the vault cannot be read. It was left as it is.
cli-passphrase = Passphrase:
cli-passphrase-new = New passphrase:
cli-passphrase-again = Once more:
cli-passphrase-differs = The two passphrases differ. Nothing was changed.
cli-passphrase-empty = The passphrase is empty.
cli-passphrase-needed = A passphrase is needed; give --passphrase-file or use a terminal.
cli-passphrase-wrong = The passphrase does not fit.

# Options that several commands have.
cli-at = When: 20:15, "yesterday 20:15", "2026-04-25 20:15" or a time with its offset (default: now)
cli-days = How many days back (default: 7)

# people
cli-people = Whose records are kept here
cli-people-list = Everyone whose record is kept or looked at here
cli-people-add = Begin the record of a person
cli-people-add-examples =
    Example:
      mimamori people add Hanako --zone Asia/Tokyo
cli-people-name = Name or nickname
cli-people-zone = Time zone in which the person's days begin (default: this computer's)
cli-people-caregiver = The record is kept elsewhere; here it is only looked at

# day
cli-day = One day at a glance
cli-day-examples =
    Examples:
      mimamori day
      mimamori day 2026-04-25 --json

    With --json, the keys are: person, name, day, minutes (of the day: 1380 or 1500 when the clocks change),
    heart (total, latest, curve of five-minute steps), steps, meals, nutrients, habits, vitals, medicines
    (each due or noted dose: medicine, name, slot, amount, state, id, at), symptoms, sleep (of the night that
    ended this day), events, findings. Lists are there when empty; heart and steps are null when unknown.
cli-day-date = 2026-04-25, 4/25, today, yesterday or "3 days ago" (default: today)
cli-day-heart = Heart rate
cli-day-steps = Steps
cli-day-meals = Meals
cli-day-habits = Habits
cli-day-vitals = Measurements
cli-day-empty = Nothing was recorded on this day.
cli-day-known = known of { $known } of { $items }
cli-heart-lowest = Lowest
cli-heart-mean = Mean
cli-heart-highest = Highest
cli-heart-latest = Latest

# import
cli-import = Take in files: Apple Health (export.zip or export.xml), the heart rate and step tables of NightSignal (.csv or .csv.xz)
cli-import-examples =
    A file is known by what it holds, not by its name. The same file again changes nothing.

    Examples:
      mimamori import export.zip
      mimamori import heart_rate.csv.xz steps.csv.xz --person Hanako
cli-import-file = The files
cli-import-heart = Heart rates
cli-import-energy = Intervals of energy
cli-import-steps = Step intervals
cli-import-vitals = Measurements
cli-import-known = new; { $count } there already
cli-import-skipped = { $count } left out: { $why } (the first: { $place })
cli-import-unknown = { $count } of { $types } other types, which are not taken in yet
cli-import-stopped = Stopped. What was read up to here is kept.
cli-skip-unreadable = cannot be read
cli-skip-impossible = not possible in a living person
cli-skip-date = dated in the future or before 1900
cli-skip-unit = in a unit that does not fit
cli-skip-unpaired = half of a blood pressure
cli-skip-source = from too many different sources

# record
cli-record = Record what a device sends
cli-record-heart = Record heart rate from a strap
cli-record-heart-examples =
    A recording has one notification a line: its time and its bytes.
      2026-04-25T20:15:00+09:00 1648EC02
      +1003 16 49 E6 02

    Example:
      mimamori record heart --replay walk.txt
cli-record-replay = A recording of what the strap sent
cli-record-name = What the device is called
cli-record-heard = { $count } notifications heard, { $faults } of them faulty

# meal and food
cli-meal = What was eaten
cli-meal-add = Record a meal
cli-meal-add-examples =
    Examples:
      mimamori meal add ごはん=150g みそ汁=180g --slot breakfast
      mimamori meal add mext:01088=150g --at 7:30
      mimamori meal add --quick "lunch box" --kcal 650

    mimamori food search finds foods and their codes.
cli-meal-food = A food or its code, and how much: rice=150g, or in a household measure
cli-meal-quick = In a hurry: only what it was
cli-meal-kcal = Energy of the quick entry in kcal, if known
cli-meal-slot = breakfast, lunch, dinner or snack (default: by the time)
cli-meal-note = A note
cli-meal-list = Recent meals
cli-meal-food-unreadable = A food is written with its amount, such as ごはん=150g
cli-food = Foods and what they bring
cli-food-search = Find a food by what people call it
cli-food-search-examples =
    Examples:
      mimamori food search 鮭
      mimamori food search rice --json
cli-food-text = What to look for
cli-food-limit = At most so many (default: 20)
cli-food-none = No food was found.
cli-food-per-100g = Energy per 100 g. Sources and licences: mimamori food licences

# vital
cli-vital = What you measure by hand
cli-vital-add = Record a measurement
cli-vital-add-examples =
    Kinds:
    { $kinds }

    Examples:
      mimamori vital add bp 132/85 --pulse 64 --arm left --morning
      mimamori vital add weight 128lb --at "yesterday 7:00"
      mimamori vital add glucose 110 --meal fasting
      mimamori vital add height 5ft3in
cli-vital-kind = What was measured, see below
cli-vital-value = The number, with a unit if it is not your usual one; for blood pressure two, as 132/85
cli-vital-pulse = The pulse that the cuff counted
cli-vital-list = Recent measurements
cli-vital-two-values = Blood pressure takes two numbers, such as: bp 132/85
cli-vital-one-value = This kind takes one number, and a pulse belongs to blood pressure only.
cli-vital-kind-unknown = There is no such kind of measurement. See: mimamori vital add --help

# findings
cli-findings = What was out of the ordinary
cli-findings-examples =
    Examples:
      mimamori findings --since 2026-04-01
      mimamori findings explain 3f2a91c4
cli-findings-since = Only from this day on
cli-findings-id = The first characters of its identifier, at least four
cli-findings-explain = Why it was noticed and what to do
cli-findings-ack = Say that you know
cli-findings-mute = Do not hear of it again
cli-findings-none = No notices. This does not mean that all is well.

# suggest, trends, together
cli-suggest = Small things that may help today, at most three, each with its reason
cli-suggest-examples =
    Nothing is suggested that a declared condition speaks against, and nothing about medicines.

    Examples:
      mimamori suggest
      mimamori suggest dismiss walk-more
cli-suggest-dismiss = Leave a suggestion away for two weeks, longer each time
cli-suggest-kind = The word in brackets behind the suggestion
cli-suggest-dismissed = It stays away for a while.
cli-suggest-none = Nothing to suggest today. That does not mean that nothing could be done.
cli-trends = Where weight, pressure, sleep, steps and resting heart rate are going
cli-trends-examples =
    A slope is the median over all pairs of days (Theil and Sen), with its 95 % interval; it is called a
    trend only where chance would hardly make one (Mann and Kendall, p < 0.01).

    Examples:
      mimamori trends
      mimamori trends --days 90 --json
cli-trends-none = Too few days yet: a trend needs eight days with a value.
cli-together = What tended to go together: habits and late dinners with the values of the day after
cli-together-examples =
    Each day with it is set beside a near day without it; at least ten pairs are needed. It never says
    that one causes the other.

    Examples:
      mimamori together
      mimamori together --json
cli-together-none = Nothing stands out. At least ten days with something and ten without it are needed.

# analyse
cli-analyse = Look at a file by itself, without any record
cli-analyse-file = A table (.csv or .csv.xz) whose first line names its columns
cli-analyse-rhythm = Whether the heart beats regularly, window by window
cli-analyse-rhythm-examples =
    The table has a column rr_ms: the intervals between beats in milliseconds, in order; and where
    known beat_s: when each beat was, in seconds. Windows have 30 beats; where the beats cannot be
    trusted, nothing is said of a window. Times are seconds from the first beat.

    A notice takes five irregular checks of six over at least 65 minutes. A file knows no steps: only
    what was recorded at rest can be judged.

    Examples:
      mimamori analyse rhythm beats.csv
      mimamori analyse rhythm beats.csv.xz --json
cli-analyse-regular = Regular windows
cli-analyse-irregular = Irregular windows
cli-analyse-abstain = Windows that cannot be judged
cli-analyse-rhythm-notice = The rhythm was irregular in five of six checks over more than 65 minutes. Many early beats can look like this, too. This is not a diagnosis. Show it to a doctor; with chest pain, fainting or breathlessness, seek help at once.
cli-analyse-rhythm-no-notice = No notice. This does not mean that all is well, and it is not a diagnosis.
cli-analyse-hrv = Heart rate variability of a series of beat intervals
cli-analyse-hrv-examples =
    The table has a column rr_ms: the intervals between beats in milliseconds, in order. The series is
    taken as it is; see analyse artefacts for finding and mending beats that were missed or made up.

    mean, median   of the intervals          sdnn   their standard deviation
    rmssd          of differences between neighbours, root mean square; sdsd their standard deviation
    pnn50, pnn20   share of the differences above 50 and 20 ms
    sd1, sd2       scatter across and along the diagonal of the Poincaré plot
    lf, hf         power from 0.04 to 0.15 Hz and to 0.40 Hz, of at least five clean minutes

    Examples:
      mimamori analyse hrv beats.csv
      mimamori analyse hrv beats.csv.xz --json
cli-analyse-night = Nights above a person’s own usual heart rate, from a table by the minute
cli-analyse-night-examples =
    The table needs the columns minute (2026-04-25T07:10, the clock on the wall), hr_mean and steps, in order of time.
    A night bears the date of its morning; it is judged at seven by what was known then.

    Examples:
      mimamori analyse night minutes.csv.xz
      mimamori analyse night minutes.csv --json
cli-analyse-daily = Days above people’s own usual resting heart rate, from a table by the day
cli-analyse-daily-examples =
    The table needs the columns id, date (2026-04-25) and rhr; rmssd, temperature (of the skin) and breathing
    are used where they are there. A day is judged when it is over.

    Examples:
      mimamori analyse daily days.csv
      mimamori analyse daily days.csv.xz --json
cli-analyse-nights = { $nights ->
        [one] { $nights } night
       *[other] { $nights } nights
    }, { $judged } judged, { $episodes ->
        [0] nothing told
        [one] { $episodes } episode told
       *[other] { $episodes } episodes told
    }
cli-analyse-artefacts = Beats that were missed, made up or found at the wrong place
cli-analyse-artefacts-examples =
    The table has a column beat_s: when each beat was, in seconds; or rr_ms: the intervals between beats
    in milliseconds. The numbers that are given name beats, from 0; with rr_ms, beat 0 begins the first
    interval. Ours changes only what a beat more, less or moved explains; beside it stands what the
    method of Lipponen and Tarvainen (2019) finds.

    Examples:
      mimamori analyse artefacts beats.csv
      mimamori analyse artefacts beats.csv.xz --json
cli-analyse-missed = Beats missed before
cli-analyse-extra = Beats made up
cli-analyse-ectopic = Beats out of place
cli-analyse-longshort = Odd intervals, left as they are
cli-analyse-rmssd-before = RMSSD as given
cli-analyse-rmssd-after = RMSSD corrected
cli-analyse-beats = Intervals
cli-analyse-no-spectrum = LF and HF need five minutes in a row with hardly any odd beat.

# what came and what went
cli-records = What platforms hold: results, prescriptions, conditions, visits and the like
cli-records-kind = Only this kind: report, result, prescription, condition, allergy, imaging, document, dispensed, medicine, vaccination, visit, procedure, plan or appointment
cli-records-none = Nothing has been received yet.
cli-records-none-of = Nothing of this kind has been received.
cli-records-examples =
    Columns: day, what it is, name, value, reference range as reported, who said it.
    A long text is cut, unless one kind is asked for. A document shows what it
    consists of, and its ID.
      mimamori records result
      mimamori records document
      mimamori records --save ID --to report.pdf
cli-records-save = Save what the document with this ID consists of, decrypted
cli-records-to = Where to save it
cli-records-to-needed = Say where to save it: --to FILE.
cli-records-no-document = No document has this ID. "mimamori records document" lists them.
cli-records-saved = Saved, no longer encrypted: { $file }
cli-records-exists = There is a file of this name already.
cli-disclosures = What left this device, when and to whom
cli-disclosures-none = Nothing has left this device.

# serve-sandbox
cli-sandbox = Run a platform on this computer to try things against; no real data
cli-sandbox-port = Port on 127.0.0.1 (default: a free one)
cli-sandbox-demo = With the record of an invented patient
cli-sandbox-ready = The sandbox answers at { $url }. Ctrl-C ends it.
cli-sandbox-failed = The sandbox could not be started. Is the port taken?
