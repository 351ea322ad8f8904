# The names of what a person records: one message a code.
record-meal = Meal
record-habit = Habit
record-tick = Habit kept
record-vital = Measurement
record-symptom = Symptom
record-medicine = Medicine
record-dose = Dose
record-event = Event
record-sleep = Sleep
record-food = Own food
record-recipe = Recipe
record-consent = Consent
record-finding = Notice

done-recorded = recorded
done-corrected = corrected
done-deleted = deleted
done-restored = restored

symptom-headache = Headache
symptom-dizziness = Dizziness
symptom-fainting = Fainting
symptom-chest-pain = Chest pain
symptom-palpitations = Palpitations
symptom-breathlessness = Shortness of breath
symptom-wheezing = Wheezing
symptom-cough = Cough
symptom-phlegm = Phlegm
symptom-sore-throat = Sore throat
symptom-runny-nose = Runny nose
symptom-fever = Feverish
symptom-chills = Chills
symptom-cold-sweat = Cold sweat
symptom-tiredness = Tiredness
symptom-nausea = Nausea
symptom-vomiting = Vomiting
symptom-diarrhoea = Diarrhoea
symptom-constipation = Constipation
symptom-stomach-pain = Stomach pain
symptom-heartburn = Heartburn
symptom-no-appetite = No appetite
symptom-blood-in-stool = Blood in stool
symptom-swollen-legs = Swollen legs
symptom-back-pain = Back pain
symptom-joint-pain = Joint pain
symptom-muscle-pain = Muscle pain
symptom-numbness = Numbness
symptom-one-sided-weakness = Weakness on one side
symptom-slurred-speech = Slurred speech
symptom-blurred-vision = Blurred vision
symptom-ringing-in-ears = Ringing in the ears
symptom-rash = Rash
symptom-itch = Itch
symptom-thirst = Thirst
symptom-frequent-urination = Frequent urination
symptom-painful-urination = Painful urination
symptom-shakiness = Shakiness
symptom-hot-flushes = Hot flushes
symptom-menstrual-pain = Menstrual pain
symptom-sleeplessness = Trouble sleeping
symptom-low-mood = Low mood
symptom-anxiety = Anxiety
symptom-confusion = Confusion
symptom-fall = Fall
symptom-loss-of-smell = Loss of smell
symptom-other = Something else

strength-absent = none
strength-mild = mild
strength-moderate = moderate
strength-severe = severe

condition-hypertension = High blood pressure
condition-diabetes = Diabetes
condition-dyslipidaemia = High cholesterol or lipids
condition-heart-failure = Heart failure
condition-coronary-disease = Angina or heart attack
condition-atrial-fibrillation = Atrial fibrillation
condition-pacemaker = Pacemaker or ICD
condition-valve-disease = Heart valve disease
condition-stroke = Stroke
condition-kidney-disease = Chronic kidney disease
condition-dialysis = Dialysis
condition-liver-disease = Liver disease
condition-copd = COPD
condition-home-oxygen = Oxygen at home
condition-asthma = Asthma
condition-sleep-apnoea = Sleep apnoea
condition-hyperthyroidism = Overactive thyroid
condition-hypothyroidism = Underactive thyroid
condition-anaemia = Anaemia
condition-cancer = Cancer
condition-gout = Gout
condition-osteoporosis = Osteoporosis
condition-rheumatoid-arthritis = Rheumatoid arthritis
condition-glaucoma = Glaucoma
condition-parkinson = Parkinson's disease
condition-dementia = Dementia
condition-epilepsy = Epilepsy
condition-depression = Depression
condition-immune-weakness = Weakened immune system
condition-other = Something else

allergy-food = Food
allergy-medicine = Medicine
allergy-other = Other

activity-low = Mostly sitting
activity-middle = Some walking and standing
activity-high = On the feet, or regular sport

sex-female = Female
sex-male = Male
sex-other = Other

pregnancy-pregnant = Pregnant
pregnancy-due = Pregnant, due { $day }
pregnancy-nursing = Nursing

era-meiji = Meiji
era-taisho = Taisho
era-showa = Showa
era-heisei = Heisei
era-reiwa = Reiwa
era-first = 1

dose-waking = on waking
dose-before-breakfast = before breakfast
dose-after-breakfast = after breakfast
dose-before-lunch = before lunch
dose-after-lunch = after lunch
dose-before-dinner = before dinner
dose-after-dinner = after dinner
dose-bedtime = at bedtime
dose-taken = taken
dose-skipped = left out
dose-due = due
dose-amount = { $value } { $unit }

origin-prescribed = Prescribed
origin-over-the-counter = Over the counter
origin-supplement = Supplement

medicine-as-needed = when needed
medicine-as-needed-most = when needed, at most { $most } a day
medicine-every-other-day = Every other day
medicine-every-days = Every { $days } days

event-vaccination = Vaccination
event-visit = Visit to a doctor
event-checkup = Checkup
event-admission = Hospital stay
event-surgery = Surgery
event-injury = Injury
event-travel = Travel
event-other = Other

stage-awake = awake
stage-asleep = asleep
stage-light = light
stage-deep = deep
stage-rem = REM

sleep-span = { $start } to { $end }, asleep { $asleep }

occasion-morning = morning
occasion-daytime = daytime
occasion-evening = evening
occasion-night = night

arm-left = left arm
arm-right = right arm

relation-fasting = fasting
relation-before-meal = before a meal
relation-after-meal = after a meal
relation-bedtime = at bedtime
relation-any = any time

site-armpit = armpit
site-mouth = mouth
site-ear = ear
site-forehead = forehead
site-rectum = rectum

dose-unit-tablet = tablet
dose-unit-capsule = capsule
dose-unit-packet = packet
dose-unit-drop = drop
dose-unit-puff = puff
dose-unit-patch = patch
dose-unit-suppository = suppository
dose-unit-application = application
dose-unit-unit = unit
dose-unit-ml = mL
dose-unit-mg = mg
dose-unit-g = g
dose-units-tablet = tablets
dose-units-capsule = capsules
dose-units-packet = packets
dose-units-drop = drops
dose-units-puff = puffs
dose-units-patch = patches
dose-units-suppository = suppositories
dose-units-application = applications
dose-units-unit = units
dose-units-ml = mL
dose-units-mg = mg
dose-units-g = g

with-note = { $what } ({ $note })
symptom-scored = { $strength } ({ $score } of 10)
since-day = since { $day }
until-day = until { $day }
since-year = since { $year }
date-without-weekday = { $day } { $month } { $year }
date-of-era = { $date } ({ $era } { $year })
feet-and-inches = { $feet } ft { $inches } in
