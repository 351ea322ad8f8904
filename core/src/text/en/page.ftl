page-title = Health record of { $name }
page-made = As of { $time }
page-heart = Heart rate
page-heart-note = at { $time }; { $range } that day
page-steps = Steps
page-coverage = { $known } of { $items } items known
page-unknown = unknown
page-findings = What was noticed
page-findings-earlier =
    { $count ->
        [one] One earlier notice
       *[other] { $count } earlier notices
    }
page-finding-source = Where this rule comes from
page-show-table = Show the values as a table
page-meals = Meals
page-nutrients = Nutrients of the day
page-more-nutrients = More nutrients
page-item-separator = {", "}
page-habits = Habits
page-habit =
    { $streak ->
        [0] { $done }
        [one] { $done }, { $streak } day in a row
       *[other] { $done }, { $streak } days in a row
    }
page-habit-done = done
page-habit-open = not yet
page-vitals = Measured that day
page-checkup = Checkup results
page-checkup-hint = Reference ranges cover most people without known illness; what a value means for you depends on more than the range. Ask your doctor.
page-reference = reference { $range }
page-prescriptions = Prescriptions
page-conditions = Conditions that a doctor recorded
page-consents = Who may see what
page-consents-everything = everything
page-sent = What was sent to whom
page-sent-what = What
page-sent-count = Count
page-sent-to = To
page-sent-last = Last sent
page-sent-basis = Allowed by
page-basis-own = consent of the person’s own
page-caregiver = What { $name } sees
page-caregiver-sees = Shared
page-caregiver-withheld = Not shared
page-sources = Where data came from
page-footer = Made by Mimamori on this device. This page loads nothing from the internet and sends nothing.

resource-flag = Notices
resource-goal = Habits
resource-consent = Consents
resource-observation = Measurements
resource-nutrition-intake = Meals
resource-condition = Conditions
resource-medication = Prescriptions
resource-patient = Profile
resource-device = Devices
resource-provenance = Corrections
resource-document = Documents
