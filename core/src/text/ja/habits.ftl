preset-walk = 歩く
preset-sleep = 睡眠
preset-medicine = 服薬
preset-alcohol = お酒
preset-tobacco = たばこ
preset-water = 水分
preset-toothbrush = 歯みがき
preset-bowel = お通じ
preset-mood = 気分

goal-yes-no = したか、しないか
goal-at-least = { $amount }以上
goal-at-most = { $amount }まで
goal-none = なし（ゼロ）
goal-rating = 1〜{ $most }
amount-with-unit = { $number } { $unit }

# 日本語では $count を使い分けないが、両言語で同じ変数を使う。
unit-habit-minutes = { $number }{ $count ->
   *[other] 分
}
unit-habit-hours = { $number }{ $count ->
   *[other] 時間
}
unit-habit-drinks = { $number }{ $count ->
   *[other] ドリンク
}
unit-habit-cigarettes = { $number }{ $count ->
   *[other] 本
}
unit-habit-glasses = { $number }{ $count ->
   *[other] 杯
}
unit-habit-times = { $number }{ $count ->
   *[other] 回
}

schedule-daily = 毎日
schedule-times-a-week = 週{ $times }回

habit-done = 達成
habit-open = まだ
habit-within = 上限内
habit-over = 上限を超過
habit-paused = お休み中
habit-archived = 終了
habit-streak-days = { $count }日連続
habit-streak-times = { $count }回連続
habit-score = 定着度 { $score }

cli-habit = 続けたいこと、減らしたいこと
cli-habit-add = 習慣を始める
cli-habit-add-examples =
    目標をつけなければ「したか、しないか」で記録します。--preset では名前を省けます:
    { $presets }

    例:
      mimamori habit add ストレッチ
      mimamori habit add 夕方の散歩 --goal 30 --unit 分 --remind 18:30
      mimamori habit add 休肝日 --at-most 0 --times-a-week 2
      mimamori habit add --preset water --count 8
      mimamori habit add ジム --weekdays mon,thu
cli-habit-name = 内容
cli-habit-rename = 新しい名前
cli-habit-preset = 下の一覧から選ぶ
cli-habit-goal = その日の合計がこの量になれば達成
cli-habit-count = その日の回数がこの数になれば達成
cli-habit-at-most = 減らしたいこと: その日の合計がこの量までなら達成（0はゼロにする）
cli-habit-unit = 量の単位
cli-habit-times = 週に何日（既定: 毎日）
cli-habit-weekdays = 行う曜日: mon,tue,wed,thu,fri,sat,sun
cli-habit-daily = 毎日
cli-habit-remind = 知らせる時刻（例: 8:00,20:00）。none で知らせない
cli-habit-tick = 習慣をしたことを記録する
cli-habit-tick-examples =
    例:
      mimamori habit tick ストレッチ
      mimamori habit tick 夕方の散歩 --amount 25 --at 18:10
      mimamori habit tick 気分 --amount 4
cli-habit-which = 習慣の名前またはID
cli-habit-amount = した量（既定: 1、量で測る習慣では目標の全量）。0は「しなかった」
cli-habit-untick = その日の記録を取り消す
cli-habit-unticked = { $count ->
    [0] 取り消す記録はありませんでした。
   *[other] { $count }件の記録を取り消しました。
}
cli-habit-date = 日付（例: 2026-04-25、yesterday。既定: 今日）
cli-habit-list = 習慣の一覧と今日のようす
cli-habit-all = 終了した習慣も
cli-habit-edit = 習慣を変える（habit undo で元に戻せます）
cli-habit-undo = 習慣の最後の変更を取り消す
cli-habit-pause = 習慣を休む（連続と定着度はそのまま）
cli-habit-until = 休む最後の日（既定: 再開するまで）
cli-habit-resume = 休んでいる、または終了した習慣を再開する
cli-habit-archive = 習慣を終える（記録は残ります）
cli-habit-scores = 習慣の定着度を日ごとに
cli-habit-scores-note =
    定着度は Loop Habit Tracker と同じ計算です。できた日に上がり、できなかった日に少しずつ下がり、
    一日で台なしにはなりません。毎日の習慣をやめると13日で半分になります。お休みの日は数えません。
cli-habit-due = 今のお知らせと、次のお知らせ
cli-habit-due-now = 今
cli-habit-due-none = { $date }までお知らせはありません。
cli-habit-snooze = しばらく知らせない
cli-habit-minutes = 何分間
cli-habit-snoozed = { $time } まで知らせません。
cli-habit-quiet = 知らせない時間帯（例: 22:00 7:00）
cli-habit-quiet-times = 始まりと終わり、または none
cli-habit-quiet-set = { $from } から { $until } までは知らせません。その間のお知らせは、終わったとき、または始まる前にします。
cli-habit-quiet-none = 知らせない時間帯はありません。
cli-habit-none = 習慣はまだありません。 mimamori habit add --help をご覧ください。
cli-habit-amount-needed = この習慣には量が必要です。例: --amount 4
