# A finding is a fact with its evidence. No disease is named, nothing is diagnosed, and no message
# says that all is well. $reader is `patient` or `caregiver`; $name is the patient's, for a caregiver.

finding-night-heart-rate-high-title = Night heart rate above the usual
finding-night-heart-rate-high-fact =
    { $reader ->
        [caregiver] { $name }’s night heart rate
       *[patient] Your night heart rate
    } was { $run ->
        [1] { $value }, usually { $usual }.
       *[other] above the usual for { $run } nights in a row: up to { $value }, usually { $usual }.
    }
finding-night-heart-rate-high-can-come-with = This can come with alcohol, a late meal, stress, heat, hard training, too little sleep, or an infection.
finding-night-heart-rate-high-what-to-do =
    { $reader ->
        [caregiver] Ask { $name } how they feel. If they feel unwell, or if this goes on for more nights, consider contacting a doctor together and show this record.
       *[patient] Take it easy today, drink enough, and go to bed early. If you feel unwell, or if this goes on for more nights, consider contacting a doctor and show this record.
    }
finding-night-heart-rate-high-source = Each night is compared with the same person’s earlier nights. After Alavi et al., Nature Medicine 28, 175–184 (2022).

finding-resting-heart-rate-high-title = Resting heart rate above the usual
finding-resting-heart-rate-high-fact =
    { $reader ->
        [caregiver] { $name }’s resting heart rate
       *[patient] Your resting heart rate
    } was { $run ->
        [1] { $value }, usually { $usual }.
       *[other] above the usual for { $run } days in a row: up to { $value }, usually { $usual }.
    }
finding-resting-heart-rate-high-can-come-with = This can come with alcohol, stress, heat, hard training, too little sleep, or an infection.
finding-resting-heart-rate-high-what-to-do =
    { $reader ->
        [caregiver] Ask { $name } how they feel. If they feel unwell, or if this goes on for more days, consider contacting a doctor together and show this record.
       *[patient] Take it easy, drink enough, and go to bed early. If you feel unwell, or if this goes on for more days, consider contacting a doctor and show this record.
    }
finding-resting-heart-rate-high-source = The rate that the device stated for each day is compared with the same person’s earlier days. After Alavi et al., Nature Medicine 28, 175–184 (2022).

finding-heart-rate-high-title = High heart rate at rest
finding-heart-rate-high-fact =
    { $reader ->
        [caregiver] { $name }’s heart rate
       *[patient] Your heart rate
    } stayed above { $usual } for { $duration } while hardly any steps were counted. The highest was { $value }.
finding-heart-rate-high-can-come-with = This can come with strong feelings, pain, caffeine, alcohol, heat, drinking too little, fever, or effort just before.
finding-heart-rate-high-what-to-do =
    { $reader ->
        [caregiver] Ask { $name } how they feel. Resting, drinking some water and measuring again after 10 minutes can help. If it stays high or comes back, consider contacting a doctor together and show this record.
       *[patient] Sit down, rest and drink some water, then measure again after 10 minutes. If it stays high or comes back, consider contacting a doctor and show this record.
    }
finding-heart-rate-high-source = Told after 10 minutes above the limit at rest. The limit can be changed; 120 bpm is also what Apple’s high heart rate notification starts with (support article HT208931).

finding-heart-rate-low-title = Low heart rate at rest
finding-heart-rate-low-fact =
    { $reader ->
        [caregiver] { $name }’s heart rate
       *[patient] Your heart rate
    } stayed below { $usual } for { $duration } while hardly any steps were counted. The lowest was { $value }.
finding-heart-rate-low-can-come-with = This can come with deep sleep, being very fit, or some medicines.
finding-heart-rate-low-what-to-do =
    { $reader ->
        [caregiver] Ask { $name } how they feel. If they are dizzy, unusually tired or weak, consider contacting a doctor together and show this record. Medicines should not be changed without asking.
       *[patient] If you are dizzy, unusually tired or weak, sit or lie down, consider contacting a doctor and show this record. Do not change your medicines without asking.
    }
finding-heart-rate-low-source = Told after 10 minutes below the limit at rest. The limit can be changed; 40 bpm is also what Apple’s low heart rate notification starts with (support article HT208931).

finding-evidence = { $when } { $ground }
finding-evidence-night = Night to the morning of { $date }.
finding-evidence-day = The day of { $date }.
finding-evidence-time = { $date }, from { $from } to { $to }.
finding-evidence-usual =
    The usual range is from { $days ->
        [one] { $days } earlier night
       *[other] { $days } earlier nights
    }{ $missing ->
        [0] .
        [one] ; { $missing } more night had too little data.
       *[other] ; { $missing } more nights had too little data.
    }
finding-evidence-usual-days =
    The usual range is from { $days ->
        [one] { $days } earlier day
       *[other] { $days } earlier days
    }{ $missing ->
        [0] .
        [one] ; { $missing } more day had too little data.
       *[other] ; { $missing } more days had too little data.
    }
finding-evidence-limit = The limit is set to { $limit }.

finding-seek-care =
    { $reader ->
        [caregiver] If { $name } has chest pain, faints, has trouble breathing, or suddenly has weakness in the face or on one side or trouble speaking: call your local emergency number now, whatever the numbers say.
       *[patient] Chest pain, fainting, trouble breathing, sudden weakness in the face or on one side, sudden trouble speaking: call your local emergency number now, whatever the numbers say.
    }
finding-no-diagnosis = This is not a diagnosis. No notice does not mean that nothing is wrong.
