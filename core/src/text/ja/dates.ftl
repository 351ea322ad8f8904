# $year と $day は桁区切りなしの文字列、$month は下の名前。
date-full = { $year }年{ $month }月{ $day }日({ $weekday })
date-in-year = { $month }月{ $day }日({ $weekday })
date-month = { $year }年{ $month }月
date-short = { $month }/{ $day }
date-time = { $date } { $time }
duration-minutes = { $minutes }分
duration-hours = { $hours }時間
duration-hours-minutes = { $hours }時間{ $minutes }分

weekday-monday = 月
weekday-tuesday = 火
weekday-wednesday = 水
weekday-thursday = 木
weekday-friday = 金
weekday-saturday = 土
weekday-sunday = 日

month-1 = 1
month-2 = 2
month-3 = 3
month-4 = 4
month-5 = 5
month-6 = 6
month-7 = 7
month-8 = 8
month-9 = 9
month-10 = 10
month-11 = 11
month-12 = 12

day-clocks-forward = { $time }に時計が{ $by }進み、この日は{ $length }でした。
day-clocks-back = { $time }に時計が{ $by }戻り、この日は{ $length }でした。
day-left-out = この地域の暦にはこの日がありません。
