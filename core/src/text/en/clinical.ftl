# Where a value lies against the range reported with it; never good or bad.
flag-below = below the reference range
flag-within = within the reference range
flag-above = above the reference range
flag-no-range = no reference range given
