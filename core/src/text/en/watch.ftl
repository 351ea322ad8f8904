# Watching over somebody: what is usual of their days and has not come.

watch-phone-here = The record is kept on this device.
watch-phone-heard = The phone was last heard of { $at }.
watch-phone-silent = Nothing has been heard of the phone since { $at }. It may be switched off, without a network, or its battery may be empty. What happened since cannot be known from here.
watch-phone-never = Nothing has been heard of the phone yet.
watch-missing = Nothing since { $last }. Usually there is something by { $due }.
watch-unknown = Last { $last }. What came after is not known.
watch-usual = Last { $last }.
watch-learning = Last { $last }. Too few days are known to say what is usual.
watch-nothing = There is nothing yet that could be expected.
watch-what-to-do = What is missing can have harmless reasons: a forgotten strap, an empty battery, a day off. Consider getting in touch with { $name } and asking how they are.
watch-caution = That records come does not mean that all is well, and that they do not come does not mean that something is wrong.
cli-watch = What is usual of a person’s days and has not come
cli-watch-examples =
    For whoever looks after somebody. What is usual is learned from the last
    four weeks of the person themselves; a silent phone is told apart from a
    silent person.

    Examples:
      mimamori watch
      mimamori watch --person 花子 --json
