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
    { $nights }晩のうち{ $known }晩を測定し、{ $range } でした。{ $notices ->
        [0] いつもと違うとした夜はありません。
       *[other] いつもと違うとした夜は{ $notices }晩です。
    }

chart-day-title = { $date }の心拍数
chart-day-mean = 平均
chart-day-extremes = 最低から最高
chart-day-sentence = 最も低いのは{ $low_time }ごろの { $low }、最も高いのは{ $high_time }ごろの { $high } でした。

chart-systolic = 上の血圧（最高）
chart-diastolic = 下の血圧（最低）
chart-pressure-sentence = { $readings }回の測定で、上の血圧は { $systolic }、下の血圧は { $diastolic } でした。

chart-title-day = { $date }の{ $what }
chart-title-days = { $from }から{ $to }までの{ $what }
chart-none-day = { $date }の{ $what }の記録はありません。
chart-none-days = { $from }から{ $to }までの{ $what }の記録はありません。

chart-heart = 心拍数
chart-steps = 歩数
chart-energy = 活動で使ったエネルギー
chart-sleep = 睡眠
chart-asleep = 眠った時間
chart-measurement = 測定値
chart-before-meal = 食前・空腹時
chart-after-meal = 食後
chart-no-meal = その他
chart-mean-day = その日の平均
chart-mean-week = 週の平均
chart-mean-month = 月の平均
chart-a-day = 一日ごと
chart-a-night = 一晩ごと
chart-an-hour = 一時間ごと
chart-average-day-week = 各週の一日あたりの平均
chart-average-day-month = 各月の一日あたりの平均
chart-week-of = { $date }からの週
chart-column-day = 日
chart-column-week = 週
chart-column-month = 月
chart-column-how = 測り方
chart-column-count = 測定の回数
chart-column-days = 記録のある日数
chart-column-times = 時間帯
chart-column-stages = 眠りの深さ
chart-values-one = { $what }は1回の測定で、{ $date }に { $value } でした。
chart-values-day = { $count }回の測定で、{ $range } でした。最後は{ $time }の { $latest } です。
chart-values-sentence =
    { $span }日間のうち{ $days }日に{ $count }回測定し、{ $range } でした。最後は{ $date }の { $latest } です。
chart-steps-sentence = { $span }日間のうち{ $days }日の歩数があり、一日 { $range }、平均 { $mean } でした。
chart-energy-sentence = { $span }日間のうち{ $days }日の記録があり、一日 { $range }、平均 { $mean } でした。
chart-hours-sentence = 合わせて { $total } で、最も多いのは{ $hour }からの一時間でした。
chart-sleep-one = 記録は{ $date }の朝までの一晩で、{ $length }でした。
chart-sleep-same = { $span }晩のうち{ $days }晩の記録があり、いずれも { $length } でした。
chart-sleep-sentence = { $span }晩のうち{ $days }晩の記録があり、{ $low }から{ $high }、平均 { $mean } でした。
chart-heart-days =
    { $span }日間のうち{ $days }日に測定しました。最も低いのは{ $low_date }の { $low }、最も高いのは{ $high_date }の { $high } でした。
chart-heart-weeks =
    { $span }日間を{ $days }の期間にまとめました。最も低いのは{ $low_date }からの期間の { $low }、最も高いのは{ $high_date }からの期間の { $high } でした。

cli-chart = 記録を図と一文と表で
cli-chart-examples =
    種類:
    { $kinds }

    例:
      mimamori chart weight --from 2026-01-01 --out weight.png
      mimamori chart heart --from yesterday --to yesterday --out heart.svg --dark
      mimamori chart bp --table
cli-chart-kind = 何の図か（下の種類）
cli-chart-from = 最初の日（既定: 最後の日の29日前。heart は最後の日）
cli-chart-to = 最後の日（既定: 今日）
cli-chart-out = 図を書き出すファイル（.png または .svg）
cli-chart-table = 値の表も書く
cli-chart-dark = 暗い地に明るい字で
cli-chart-scale = 文字の大きさ（%）100〜250（既定: 100）
cli-chart-width = 図の幅 280〜2000（既定: 720）
cli-chart-height = 図の高さ 180〜2000（既定: 360、大きな文字ではより高く）
cli-chart-kind-unknown = その種類の図はありません。 mimamori chart --help をご覧ください。
cli-chart-out-unreadable = 図は .png か .svg で終わるファイルに書きます。
cli-chart-no-picture = 図を描けませんでした。
cli-source = 測ったものと、同時に測ったときにどれを優先するか
cli-source-examples =
    例:
      mimamori source list
      mimamori source order "Polar H10" "Apple Watch"
cli-source-list = 優先する順に並べた一覧
cli-source-order = 順番を変える（書かなかったものは後ろ）
cli-source-names = 名前またはID。優先するものから順に
cli-source-none = まだ何も測っていません。
cli-source-bluetooth = Bluetooth機器
cli-source-wearable = 時計・活動量計
cli-source-phone = スマートフォン
cli-source-manual = 手入力
cli-source-file = ファイル
cli-source-platform = 連携先
