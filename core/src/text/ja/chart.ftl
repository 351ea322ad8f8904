chart-empty = 測定がありません。
chart-column-hour = 時刻
chart-column-morning = 朝の日付
chart-column-notice = お知らせ
chart-column-pulse = 脈拍
chart-column-time = 日時

chart-nights-title = 夜の心拍数
chart-night-rate = 夜の心拍数
chart-usual = いつもの範囲
chart-nights-sentence =
    { $from }から{ $to }までの{ $nights }晩のうち{ $known }晩を測定し、{ $range } でした。{ $notices ->
        [0] いつもと違うとした夜はありません。
       *[other] いつもと違うとした夜は{ $notices }晩です。
    }

chart-day-title = { $date }の心拍数
chart-day-mean = 平均
chart-day-extremes = 最低から最高
chart-day-sentence = 最も低いのは{ $low_time }ごろの { $low }、最も高いのは{ $high_time }ごろの { $high } でした。

chart-pressure-title = 血圧
chart-systolic = 上の血圧（最高）
chart-diastolic = 下の血圧（最低）
chart-pressure-sentence = { $readings }回の測定で、上の血圧は { $systolic }、下の血圧は { $diastolic } でした。
