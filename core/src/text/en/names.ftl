slot-breakfast = Breakfast
slot-lunch = Lunch
slot-dinner = Dinner
slot-snack = Snack

# As a food label names them.
nutrient-energy = Energy
nutrient-protein = Protein
nutrient-fat = Fat
nutrient-saturated-fat = Saturated fat
nutrient-cholesterol = Cholesterol
nutrient-carbohydrate = Carbohydrate
nutrient-fibre = Fibre
nutrient-salt = Salt
nutrient-sodium = Sodium
nutrient-potassium = Potassium
nutrient-calcium = Calcium
nutrient-magnesium = Magnesium
nutrient-phosphorus = Phosphorus
nutrient-iron = Iron
nutrient-zinc = Zinc
nutrient-vitamin-a = Vitamin A
nutrient-vitamin-d = Vitamin D
nutrient-vitamin-e = Vitamin E
nutrient-vitamin-k = Vitamin K
nutrient-vitamin-b1 = Vitamin B1
nutrient-vitamin-b2 = Vitamin B2
nutrient-niacin = Niacin
nutrient-vitamin-b6 = Vitamin B6
nutrient-vitamin-b12 = Vitamin B12
nutrient-folate = Folate
nutrient-vitamin-c = Vitamin C
nutrient-alcohol = Alcohol

vital-blood-pressure = Blood pressure
vital-weight = Weight
vital-body-fat = Body fat
vital-waist = Waist
vital-temperature = Temperature
vital-oxygen-saturation = Oxygen saturation
vital-glucose = Blood glucose
vital-resting-heart-rate = Resting heart rate
vital-respiratory-rate = Breathing rate
vital-rmssd = Heart rate variability (RMSSD)
vital-peak-flow = Peak flow
vital-height = Height

severity-notice = Notice
severity-strong = Clear change

state-new = New
state-seen = Seen
state-acknowledged = Noted
state-muted = Muted
state-resolved = Over
state-revised = Revised
state-withdrawn = Withdrawn

list-separator = {", "}
food-separator = {" · "}
