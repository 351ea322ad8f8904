# $year and $day are written without separators; $month is one of the names below.
date-full = { $weekday } { $day } { $month } { $year }
date-in-year = { $weekday } { $day } { $month }
date-month = { $month } { $year }
date-short = { $day } { $month }
date-time = { $date }, { $time }
duration-minutes = { $minutes } min
duration-hours = { $hours } h
duration-hours-minutes = { $hours } h { $minutes } min

weekday-monday = Mon
weekday-tuesday = Tue
weekday-wednesday = Wed
weekday-thursday = Thu
weekday-friday = Fri
weekday-saturday = Sat
weekday-sunday = Sun

month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec

day-clocks-forward = The clocks went forward by { $by } at { $time }: this day had { $length }.
day-clocks-back = The clocks went back by { $by } at { $time }: this day had { $length }.
day-left-out = This day was left out of the calendar here.
