# Household measures.
measure-bowl = bowl
measure-bowl-small = small bowl
measure-bowl-large = large bowl
measure-big-bowl = big bowl
measure-soup-bowl = soup bowl
measure-plate = plate
measure-serving = serving
measure-piece = piece
measure-stick = piece
measure-sheet = piece
measure-sheet-thick = thick slice
measure-slice = slice
measure-block = block
measure-clove = clove
measure-floret = floret
measure-pack = pack
measure-bag = bag
measure-can = can
measure-cup = cup
measure-glass = glass
measure-shot = shot
measure-go = go (180 mL)
measure-rice-cup = rice cup
measure-tbsp = tbsp
measure-tsp = tsp
portion = { $amount } { $measure }
portion-weighed = { $amount } { $measure } ({ $grams })

# Intake over days and reference values.
figure-share = { $nutrient }, share of energy
reference-at-least = { $amount } or more
reference-at-most = { $amount } or less
reference-under = under { $amount }
reference-about = about { $amount }
reference-menstruating = { $reference } (menstruating: { $amount })
reference-kind-recommended = recommended
reference-kind-adequate = adequate intake
reference-kind-goal = goal
reference-kind-goal-condition = goal with a condition that you stated
reference-kind-energy = estimated need
standing-below = mean below
standing-within = mean within
standing-above = mean above
intake-coverage = { $known } of { $items } items

# food and meal in a terminal
cli-meal-photo = A picture of it (JPEG, PNG, WebP or HEIF, at most 4 MB): kept encrypted with the meal, on this device only, without the place and the time in it
cli-meal-has-photo = With a picture.
cli-meal-show = Show a meal, and save its picture
cli-meal-show-examples =
    Without a meal named: the one that you changed last.

    Examples:
      mimamori meal show
      mimamori meal show 2 --photo lunch.jpg
cli-meal-show-photo = Write the picture into this new file; outside of the record it is not encrypted
cli-meal-food-none = Food number { $number } of your list was not found. Look for it with: mimamori food search
cli-meal-food-amount = How much of food number { $number }? Give grams, such as rice=150g
cli-meal-food-measures = Food number { $number } cannot be measured so. Give grams, or one of: { $measures }
cli-meal-numbered = The number in `meal list` (1 is the latest) or the identifier; the one written last if none is given
cli-meal-which-unreadable = No such meal. `mimamori meal list` numbers them, 1 is the latest.
cli-meal-edit = Correct a meal; what it said before is kept
cli-meal-edit-examples =
    Items are counted from 1, in the order of the list.

    Examples:
      mimamori meal edit 1 --amount 1=200g --add yogurt=100g
      mimamori meal edit --remove 2
      mimamori meal edit 3 --slot dinner --at 19:30
cli-meal-edit-add = A food that was eaten too, with its amount
cli-meal-edit-remove = The number of an item that was not eaten
cli-meal-edit-amount = The number of an item and how much of it: 1=200g, 2=half
cli-meal-edit-unreadable = An amount is given with the number of its item: 1=200g
cli-meal-edit-nothing = Nothing to change was given.
cli-meal-copy = Record the meals of another day again
cli-meal-copy-examples =
    Examples:
      mimamori meal copy                      (all of yesterday)
      mimamori meal copy --slot breakfast
      mimamori meal copy --from 2026-04-20 --slot dinner
cli-meal-copy-from = The day that is copied (default: yesterday)
cli-meal-copy-to = The day that it is recorded for (default: today)
cli-meal-copy-slot = Only this meal: breakfast, lunch, dinner or snack
cli-meal-undo = Take back the last change of a meal
cli-meal-delete = Delete a meal; it can be taken back
cli-meal-deleted = Deleted. `mimamori meal undo` brings it back.
cli-meal-undone = Taken back. The meal is now:
cli-meal-undone-gone = Taken back. This is no longer recorded:
cli-meal-coverage = { $nutrient }: { $amount }, { $known } of { $items } items known
cli-food-what = A food or its code
cli-food-show = What a food brings, and what its household measures weigh
cli-food-show-examples =
    Examples:
      mimamori food show ごはん=1膳
      mimamori food show usda:01009=2 oz
      mimamori food show oyakodon
cli-food-show-amount = A food, and how much of it: rice=150g (default: 100 g)
cli-food-estimated = estimated
cli-food-trace = trace
cli-food-partial = at least
cli-food-unknown = unknown
cli-food-measures = Household measures
cli-food-made-of = Made of
cli-food-add = Keep a food with the values of its label
cli-food-add-examples =
    The values are for 100 g (mL for a drink) unless --per says otherwise.

    Examples:
      mimamori food add "corner bakery bun" --kcal 280
      mimamori food add "granola" --per serving --serving 50 --kcal 220 --protein 4.1 --fat 7.7 --carbohydrate 36 --salt 0.3
      mimamori food add "oat drink" --drink --per 100 --kcal 46 --pack 1000
cli-food-name = What you call it
cli-food-reading = How the name is read
cli-food-maker = Who makes it
cli-food-barcode = Its barcode
cli-food-per = What the values are for: 100 (g or mL), serving or pack
cli-food-serving = What one serving weighs, in g (mL for a drink)
cli-food-pack = What the whole package weighs, in g (mL for a drink)
cli-food-drink = Amounts are mL
cli-food-own = Your own foods and recipes
cli-food-own-none = There are no foods of your own yet. See: mimamori food add --help
cli-food-recipe = Keep a dish that you make
cli-food-recipe-examples =
    Examples:
      mimamori food recipe "my pancakes" flour=200g egg=2個 milk=250g butter=30g --servings 4
      mimamori food recipe 母の肉じゃが じゃがいも=400g 豚肉=200g 玉ねぎ=200g --servings 4 --yield 950
cli-food-recipe-servings = For how many servings (default: 1)
cli-food-recipe-yield = What the finished dish weighs, in g (default: what goes in)
cli-food-recipe-part = What goes in: flour=200g
cli-food-delete = Delete a food or recipe of your own; meals keep what they say
cli-food-deleted = Deleted. Meals that were recorded keep their figures.
cli-food-favourite = Mark a food as a favourite; without a food, list them
cli-food-favourite-remove = Take the mark away
cli-food-favourite-none = There are no favourites yet.
cli-food-favourite-set = Marked: { $name }
cli-food-favourite-unset = No longer marked.
cli-food-recents = What you ate lately, the usual first
cli-food-recents-none = Nothing was eaten lately, as far as the record knows.
cli-food-times = { $times ->
    [one] once
   *[other] { $times } times
  }
cli-food-licences = Where the figures are from, and under which licences
cli-food-intake = What you ate over days, beside the Dietary Reference Intakes for Japanese 2025
cli-food-intake-examples =
    Examples:
      mimamori food intake
      mimamori food intake --from 2026-04-01 --to 2026-04-25
cli-food-intake-from = The first day (default: six days before the last)
cli-food-intake-to = The last day (default: today)
cli-food-intake-head = { $from } to { $to }: { $recorded } of { $days } days recorded. Means are of these days.
cli-food-intake-mean = mean
cli-food-intake-range = lowest to highest day
cli-food-intake-reference = reference, a day
cli-food-intake-known = known of
cli-food-intake-none = No meal was recorded on these days.
cli-food-intake-habit = Reference values are about what is eaten as a rule, over about a month; one day says little. What the record does not know is missing from the means.
cli-food-intake-few = Too few days are recorded to compare them with reference values.
cli-food-basis-unknown = No reference values: they need the birth date and the sex, female or male.
cli-food-basis-not-adult = No reference values: those here are for adults.
cli-food-basis-pregnancy = No reference values: those for pregnancy and nursing are not here. Ask your midwife or doctor.
cli-food-basis-activity = The energy need spans all activity levels, because yours is not known.
cli-food-transcription = Reference values: { $title }, { $publisher }. A transcription of ours; the official tables prevail.
