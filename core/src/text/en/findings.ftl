# A finding is a fact with its evidence. No disease is named, nothing is diagnosed, and no message
# says that all is well. $reader is `patient` or `caregiver`; $name is the patient's, for a caregiver.

finding-night-heart-rate-high-title = Night heart rate above the usual
finding-night-heart-rate-high-fact =
    { $reader ->
        [caregiver] { $name }’s night heart rate
       *[patient] Your night heart rate
    } { $run ->
        [1] was { $value }, usually { $usual }.
       *[other] { $over ->
            [yes] was
           *[no] has been
        } above the usual for { $run } nights in a row: up to { $value }, usually { $usual }.
    }
finding-night-heart-rate-high-can-come-with = This can come with alcohol, a late meal, stress, heat, hard training, too little sleep, or an infection.
finding-night-heart-rate-high-what-to-do =
    { $reader ->
        [caregiver] Ask { $name } how they feel. If they feel unwell, or if this goes on for more nights, consider contacting a doctor together and show this record.
       *[patient] { $over ->
            [yes] If you feel unwell, or if it comes back,
           *[no] Take it easy today, drink enough, and go to bed early. If you feel unwell, or if this goes on for more nights,
        } consider contacting a doctor and show this record.
    }
finding-night-heart-rate-high-source = Each night is compared with the same person’s earlier nights. After Alavi et al., Nature Medicine 28, 175–184 (2022).

finding-resting-heart-rate-high-title = Resting heart rate above the usual
finding-resting-heart-rate-high-fact =
    { $reader ->
        [caregiver] { $name }’s resting heart rate
       *[patient] Your resting heart rate
    } { $run ->
        [1] was { $value }, usually { $usual }.
       *[other] { $over ->
            [yes] was
           *[no] has been
        } above the usual for { $run } days in a row: up to { $value }, usually { $usual }.
    }
finding-resting-heart-rate-high-can-come-with = This can come with alcohol, stress, heat, hard training, too little sleep, or an infection.
finding-resting-heart-rate-high-what-to-do =
    { $reader ->
        [caregiver] Ask { $name } how they feel. If they feel unwell, or if this goes on for more days, consider contacting a doctor together and show this record.
       *[patient] { $over ->
            [yes] If you feel unwell, or if it comes back,
           *[no] Take it easy, drink enough, and go to bed early. If you feel unwell, or if this goes on for more days,
        } consider contacting a doctor and show this record.
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
finding-heart-rate-high-source = Told after 10 minutes above the limit at rest, as Apple’s high heart rate notification is (support article HT208931). The limit can be changed; it begins at 120 bpm, one of those that Apple offers.

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
finding-heart-rate-low-source = Told after 10 minutes below the limit at rest, as Apple’s low heart rate notification is (support article HT208931). The limit can be changed; it begins at 40 bpm, the lowest that Apple offers.

finding-irregular-rhythm-title = Irregular rhythm pattern at rest
finding-irregular-rhythm-fact =
    { $reader ->
        [caregiver] { $name }’s heart beat
       *[patient] Your heart beat
    } without a steady pattern in { $value } of { $run } short checks while hardly any steps were counted.
finding-irregular-rhythm-can-come-with = This can come with many early beats, with an unsteady rhythm of the heart, with alcohol, too little sleep or fever, or with a strap that sits badly. Only an electrocardiogram can tell which.
finding-irregular-rhythm-what-to-do =
    { $reader ->
        [caregiver] Ask { $name } how they feel, and whether the strap sat well. Consider contacting a doctor together in the next days, sooner if it comes back or if they notice palpitations, dizziness or unusual tiredness, and show this record. Medicines should not be changed without asking.
       *[patient] Check that the strap is moist and sits firmly. Consider contacting a doctor in the next days, sooner if it comes back or if you notice palpitations, dizziness or unusual tiredness, and show this record. Do not change your medicines without asking.
    }
finding-irregular-rhythm-source = Told when 5 of 6 checks at rest, spread over 65 minutes or more, are irregular, as Apple’s irregular rhythm notification does (FDA, DEN180042; Perez et al., New England Journal of Medicine 381, 1909–1917, 2019). How a check is made: Lake and Moorman, American Journal of Physiology 300, H319–H325 (2011), and the public records of the MIT-BIH database.

finding-blood-pressure-high-title = Average blood pressure at home above the limit
finding-blood-pressure-high-fact =
    { $reader ->
        [caregiver] { $name }’s { $occasion ->
            [morning] morning
           *[evening] evening
        } blood pressure was { $value } on average, over { $run } days.
       *[patient] Your { $occasion ->
            [morning] morning
           *[evening] evening
        } blood pressure was { $value } on average, over { $run } days.
    }
finding-blood-pressure-high-can-come-with = This can come with salt, too little sleep, stress, pain, cold, alcohol, a medicine that was not taken, or a cuff that does not fit.
finding-blood-pressure-high-what-to-do =
    { $reader ->
        [caregiver] { $severity ->
            [strong] Contact a doctor with { $name } within the next days and show this record.
           *[notice] Help { $name } to go on measuring at the same times and to show this record at the next visit to the doctor.
        } Medicines should not be changed without asking.
       *[patient] { $severity ->
            [strong] Contact a doctor within the next days and show this record.
           *[notice] Go on measuring at the same times: sitting, after two minutes of rest. Show this record at your next visit to the doctor.
        } Do not change your medicines without asking.
    }
finding-blood-pressure-high-source = Averages of the mornings or of the evenings of 5 to 7 days. 135/85 mmHg is the limit for measurements at home of the JSH guideline 2019 (Japan) and the ESH guideline 2021 (Europe).

finding-blood-pressure-very-high-title = Very high blood pressure measured
finding-blood-pressure-very-high-fact =
    { $reader ->
        [caregiver] { $name }’s blood pressure was { $value }{ $run ->
            [1] .
           *[other] ; it was this high { $run } times.
        }
       *[patient] Your blood pressure was { $value }{ $run ->
            [1] .
           *[other] ; it was this high { $run } times.
        }
    }
finding-blood-pressure-very-high-can-come-with = This can come with pain, strong feelings, effort just before, a full bladder, a medicine that was not taken, or a slip of the cuff.
finding-blood-pressure-very-high-what-to-do =
    { $reader ->
        [caregiver] { $severity ->
            [strong] It was this high more than once. Help { $name } to contact a doctor or a medical advice line now.
           *[notice] Ask { $name } to sit still for 5 minutes and to measure again. If it is still 180/120 mmHg or more, contact a doctor together today.
        }
       *[patient] { $severity ->
            [strong] It was this high more than once. Contact a doctor or a medical advice line now.
           *[notice] Sit still for 5 minutes and measure again. If it is still 180/120 mmHg or more, contact a doctor today.
        }
    }
finding-blood-pressure-very-high-source = To measure again from 180/120 mmHg on, and to contact a doctor if it stays: American Heart Association.

finding-blood-pressure-low-title = Low blood pressure with a symptom
finding-blood-pressure-low-fact =
    { $reader ->
        [caregiver] { $name }’s blood pressure was { $value }, and { $name } noted a symptom that can go with it within two hours.
       *[patient] Your blood pressure was { $value }, and you noted a symptom that can go with it within two hours.
    }
finding-blood-pressure-low-can-come-with = This can come with drinking too little, heat, standing up quickly, a hot bath, bleeding, an infection, or some medicines.
finding-blood-pressure-low-what-to-do =
    { $reader ->
        [caregiver] Ask { $name } to sit or lie down, and stay with them. If it does not pass soon, help them to contact a doctor today. Medicines should not be changed without asking.
       *[patient] Sit or lie down until it has passed, and stand up slowly. If it does not pass soon, contact a doctor today. Do not change your medicines without asking.
    }
finding-blood-pressure-low-source = 90 mmHg and below is the lowest band of the National Early Warning Score 2 (Royal College of Physicians 2017). Many people have such values and feel well: told only together with a symptom.

finding-weight-gain-title = Weight has risen quickly
finding-weight-gain-fact =
    { $reader ->
        [caregiver] { $name }’s weight was { $value }: { $change } more than { $run ->
            [1] the day before
           *[other] { $run } days before
        } ({ $usual }).
       *[patient] Your weight was { $value }: { $change } more than { $run ->
            [1] the day before
           *[other] { $run } days before
        } ({ $usual }).
    }
finding-weight-gain-can-come-with = This can come with water that the body holds back, with more salt or drink than usual, or with other clothes on the scale.
finding-weight-gain-what-to-do =
    { $reader ->
        [caregiver] Ask { $name } about swollen legs and breathlessness, and help them to contact their doctor or nurse today, also if they feel well. Medicines should not be changed without asking.
       *[patient] Look for swollen legs and breathlessness, and contact your doctor or nurse today, also if you feel well. Do not change your medicines without asking.
    }
finding-weight-gain-source = More than 2 kg in 3 days, for people whose profile names a weak heart: European Society of Cardiology (heartfailurematters.org).

finding-oxygen-low-title = Low oxygen saturation
finding-oxygen-low-fact =
    { $reader ->
        [caregiver] { $name }’s oxygen saturation was { $value }{ $run ->
            [1] .
           *[other] ; it was low { $run } times.
        }
       *[patient] Your oxygen saturation was { $value }{ $run ->
            [1] .
           *[other] ; it was low { $run } times.
        }
    }
finding-oxygen-low-can-come-with = This can come with cold fingers, nail polish, movement, a loose sensor, high places, or an illness of the lungs or the heart.
finding-oxygen-low-what-to-do =
    { $reader ->
        [caregiver] { $severity ->
            [strong] It was low twice in a row. Help { $name } to seek medical care now. If a doctor has given { $name } a limit of their own, that one counts.
           *[notice] Ask { $name } to warm their hands, sit still for 5 minutes and measure again. If it is 93 or 94% twice, call a doctor together today; if it is 92% or less twice, seek care now. If a doctor has given { $name } a limit of their own, that one counts.
        }
       *[patient] { $severity ->
            [strong] It was low twice in a row. Seek medical care now. If your doctor has given you a limit of your own, that one counts.
           *[notice] Warm your hands, sit still for 5 minutes and measure again. If it is 93 or 94% twice, call a doctor today; if it is 92% or less twice, seek care now. If your doctor has given you a limit of your own, that one counts.
        }
    }
finding-oxygen-low-source = 95% and above is expected; 93–94% and 92% or less are the steps of NHS oximetry @home (England). With a chronic lung illness or oxygen at home, the 88–92% target of the National Early Warning Score 2 is used.

finding-temperature-high-title = Raised body temperature
finding-temperature-high-fact =
    { $reader ->
        [caregiver] { $name }’s temperature was { $value }.
       *[patient] Your temperature was { $value }.
    }
finding-temperature-high-can-come-with = This can come with an infection, a vaccination, heat, or a hot bath or exercise just before.
finding-temperature-high-what-to-do =
    { $reader ->
        [caregiver] Ask { $name } to rest, to drink enough and to measure again in a few hours. { $severity ->
            [strong] If it stays at 38 ℃ or more for over three days, or if { $name } is very weak, cannot drink or seems confused, contact a doctor together.
           *[notice] If it rises, or if { $name } feels worse, contact a doctor together.
        }
       *[patient] Rest, drink enough and measure again in a few hours. { $severity ->
            [strong] If it stays at 38 ℃ or more for over three days, or if you are very weak or cannot drink, contact a doctor.
           *[notice] If it rises, or if you feel worse, contact a doctor.
        }
    }
finding-temperature-high-source = 37.5 ℃ and 38.0 ℃ are the steps of the notification criteria of the Infectious Diseases Control Law of Japan.

finding-temperature-low-title = Low body temperature
finding-temperature-low-fact =
    { $reader ->
        [caregiver] { $name }’s temperature was { $value }.
       *[patient] Your temperature was { $value }.
    }
finding-temperature-low-can-come-with = This can come with a cold room, wet clothes, a thermometer that did not sit well, or some medicines.
finding-temperature-low-what-to-do =
    { $reader ->
        [caregiver] Help { $name } to get warm and to measure again after 15 minutes. If it stays at 35 ℃ or less, or if { $name } shivers strongly, is drowsy or confused, seek medical care now.
       *[patient] Get warm and measure again after 15 minutes. If it stays at 35 ℃ or less, or if you shiver strongly or feel drowsy or confused, seek medical care now.
    }
finding-temperature-low-source = 35.0 ℃ and below is the lowest band of the National Early Warning Score 2 (Royal College of Physicians 2017).

finding-glucose-high-title = High blood glucose
finding-glucose-high-fact =
    { $reader ->
        [caregiver] { $name }’s blood glucose was { $value }{ $run ->
            [1] .
           *[other] ; it was above the limit { $run } times.
        }
       *[patient] Your blood glucose was { $value }{ $run ->
            [1] .
           *[other] ; it was above the limit { $run } times.
        }
    }
finding-glucose-high-can-come-with = This can come with food or a sweet drink just before, sugar on the finger, illness, stress, or a medicine that was not taken.
finding-glucose-high-what-to-do =
    { $reader ->
        [caregiver] { $severity ->
            [strong] It was above the limit more than once. Help { $name } to contact their doctor today.
           *[notice] Ask { $name } to wash their hands, to measure again and to drink water. If it stays above the limit, contact their doctor together.
        } With vomiting, drowsiness or deep, fast breathing, seek medical care now.
       *[patient] { $severity ->
            [strong] It was above the limit more than once. Contact your doctor today.
           *[notice] Wash your hands, measure again and drink water. If it stays above the limit, contact your doctor.
        } With vomiting, drowsiness or deep, fast breathing, seek medical care now.
    }
finding-glucose-high-source = Above 250 mg/dL is level 2 of high glucose of the international consensus of 2019 (Battelino et al., Diab. Care 42, 1593).

finding-glucose-low-title = Low blood glucose
finding-glucose-low-fact =
    { $reader ->
        [caregiver] { $name }’s blood glucose was { $value }.
       *[patient] Your blood glucose was { $value }.
    }
finding-glucose-low-can-come-with = This can come with a late or small meal, more exercise than usual, alcohol, or some medicines.
finding-glucose-low-what-to-do =
    { $reader ->
        [caregiver] If { $name } is awake and can swallow, give them something sweet that acts quickly, and measure again after 15 minutes. If { $name } cannot be woken or cannot swallow, give nothing by mouth and call your local emergency number now.{ $severity ->
            [strong]  Such a low value should be told to their doctor today.
           *[notice]  If it happens again, tell their doctor.
        }
       *[patient] Take something sweet that acts quickly, sit down, and measure again after 15 minutes. Ask somebody to stay with you.{ $severity ->
            [strong]  Tell your doctor about such a low value today.
           *[notice]  If it happens again, tell your doctor.
        }
    }
finding-glucose-low-source = Below 70 mg/dL and below 54 mg/dL are levels 1 and 2 of the International Hypoglycaemia Study Group (Diab. Care 40, 155, 2017).

finding-breathing-fast-title = Fast breathing
finding-breathing-fast-fact =
    { $reader ->
        [caregiver] { $name } breathed { $value }.
       *[patient] You breathed { $value }.
    }
finding-breathing-fast-can-come-with = This can come with effort, strong feelings, pain, fever, or an illness of the lungs or the heart.
finding-breathing-fast-what-to-do =
    { $reader ->
        [caregiver] Ask { $name } to sit upright and rest, and count the breaths again for a whole minute. { $severity ->
            [strong] If it is still 25 or more, help { $name } to seek medical care now.
           *[notice] If it stays above 20, or if { $name } feels short of breath, contact a doctor together today.
        }
       *[patient] Sit upright and rest, and count your breaths again for a whole minute. { $severity ->
            [strong] If it is still 25 or more, seek medical care now.
           *[notice] If it stays above 20, or if you feel short of breath, contact a doctor today.
        }
    }
finding-breathing-fast-source = 21 and 25 breaths a minute are bands of the National Early Warning Score 2 (Royal College of Physicians 2017).

finding-breathing-slow-title = Slow breathing
finding-breathing-slow-fact =
    { $reader ->
        [caregiver] { $name } breathed { $value }.
       *[patient] You breathed { $value }.
    }
finding-breathing-slow-can-come-with = This can come with deep sleep, alcohol, or medicines against pain or for sleeping.
finding-breathing-slow-what-to-do =
    { $reader ->
        [caregiver] Talk to { $name } and count the breaths again for a whole minute. If they are hard to wake, or if their lips are blue, call your local emergency number now.
       *[patient] Count your breaths again for a whole minute while you are awake. If it stays at 8 or less, or if you are unusually drowsy, seek medical care now.
    }
finding-breathing-slow-source = 8 breaths a minute and fewer is the lowest band of the National Early Warning Score 2 (Royal College of Physicians 2017).

finding-evidence = { $when } { $ground }
finding-evidence-night = Night to the morning of { $date }.
finding-evidence-day = The day of { $date }.
finding-evidence-measured =
    { $run ->
        [1] Measured on { $date } at { $from }.
       *[other] Measured { $run } times from { $date }, { $from } to { $same ->
            [yes] { $to }
           *[no] { $until }, { $to }
        }.
    }
finding-evidence-average =
    The average of { $run } days up to { $date }{ $missing ->
        [0] .
        [one] ; { $missing } of the 7 days was not measured.
       *[other] ; { $missing } of the 7 days were not measured.
    }
finding-evidence-published = The limit of this notice is { $limit }.
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
finding-evidence-checks =
    { $same ->
        [yes] { $date }, from { $from } to { $to }.
       *[no] From { $date }, { $from } to { $until }, { $to }.
    }
finding-evidence-rhythm = A check looks at about 90 beats in a row; beats that were not clear are left out.
finding-evidence-limit = The limit is set to { $limit }.

finding-seek-care =
    { $reader ->
        [caregiver] If { $name } has chest pain, faints, has trouble breathing, or suddenly has weakness in the face or on one side or trouble speaking: call your local emergency number now, whatever the numbers say.
       *[patient] Chest pain, fainting, trouble breathing, sudden weakness in the face or on one side, sudden trouble speaking: call your local emergency number now, whatever the numbers say.
    }
finding-no-diagnosis = This is not a diagnosis. No notice does not mean that nothing is wrong.
