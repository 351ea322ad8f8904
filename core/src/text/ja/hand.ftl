# 手で記録するもの（端末）。
cli-id = 一覧に出るID（末尾だけでよい）
cli-note = メモ
cli-choice-unknown = { $field }：その選択肢はありません。使えるもの: { $choices }
cli-vital-list-kind = この種類だけ
cli-vital-edit = 測定値を直す（前の値も残る）
cli-vital-edit-examples =
    書かなかったことは、そのまま残ります。

    例:
      mimamori vital edit 3f2a91c4 125/85
      mimamori vital edit 3f2a91c4 --arm 左 --at 6:50
cli-vital-arm = 血圧: 測った腕（左、右）
cli-vital-morning = 朝の測定
cli-vital-evening = 晩の測定
cli-vital-occasion = 朝、昼、晩、夜中
cli-vital-meal = 血糖値: 空腹時、食前、食後、寝る前、随時
cli-vital-site = 体温: わき、口、耳、おでこ、直腸
cli-vital-sure = めずらしい値でも、これで正しい
cli-vital-unusual = { $field }：ありえますが、めずらしい値です。まだ記録していません。正しければ --sure をつけてもう一度どうぞ。
cli-symptom = からだの具合（症状）
cli-symptom-add = 症状を記録する
cli-symptom-add-examples =
    名前のある症状（ほかは、そのままの言葉で残ります）:
    { $kinds }

    例:
      mimamori symptom add 頭痛 --strength 軽い
      mimamori symptom add せき --since 3日前 --strength 4
      mimamori symptom add 足がつる --at 3:20
cli-symptom-what = 症状: 一覧の名前、またはご自分の言葉
cli-symptom-strength = 軽い、中くらい、強い、なし、または0〜10
cli-symptom-since = いつから
cli-symptom-until = いつまで
cli-symptom-note = 補足
cli-symptom-list = 最近の症状
cli-symptom-edit = 症状を直す（前の内容も残る）
cli-symptom-end = 症状が終わったと記録する
cli-symptom-last = 終わりの日（既定: 今日）
cli-medicine = 薬: 飲んでいるもの、きょう飲むもの
cli-medicine-add = 薬を登録する
cli-medicine-add-examples =
    飲む時（7:30のような時刻でもよい。量が違う時は 夕食後=2）:
    { $slots }

    例:
      mimamori medicine add アムロジピン錠5mg --dose 1錠 --times 朝食後 --for 血圧
      mimamori medicine add メトホルミン錠250mg --dose 1錠 --times 朝食後,夕食後
      mimamori medicine add アレンドロン酸錠35mg --dose 1錠 --times 起床時 --days 月
      mimamori medicine add ロキソプロフェン錠60mg --dose 1錠 --as-needed --most 3 --until 5月2日
cli-medicine-name = 薬の名前（袋のとおり）
cli-medicine-which = 薬の名前、その一部、またはID
cli-medicine-which-or-slot = 薬。省くと、--slot の時に飲むものすべて
cli-medicine-edit = 薬の登録を変える（前の内容も残る）
cli-medicine-list = 飲んでいる薬
cli-medicine-all = やめた薬も
cli-medicine-today = その日に飲むものと、飲んだもの
cli-medicine-take = 薬を飲んだと記録する
cli-medicine-take-examples =
    例:
      mimamori medicine take --slot 朝食後
      mimamori medicine take ロキソ --at 15:10
      mimamori medicine take メトホルミン --slot 夕食後 --day 昨日 --at 0:20
cli-medicine-skip = 薬を飲まなかったと記録する
cli-medicine-stop = 薬をやめる
cli-medicine-last = 最後の日（既定: 今日）
cli-medicine-slot = どの時の分か（既定: まだのうち最初）
cli-medicine-day = 何日の分か（既定: 飲んだ日）
cli-medicine-amount = 決まりと違う量を飲んだとき、その量
cli-medicine-dose = 1回の量（1錠、2包、5mLなど）
cli-medicine-times = 飲む時（コンマで区切る）
cli-medicine-days = この曜日だけ（月,木）
cli-medicine-every = 何日ごとか（1日おきは2）
cli-medicine-as-needed = 必要なときだけ（頓服）
cli-medicine-most = 1日に何回までか
cli-medicine-from = 始めの日（既定: 今日）
cli-medicine-until = 終わりの日
cli-medicine-for = 何の薬か
cli-medicine-otc = 市販薬
cli-medicine-supplement = サプリメント
cli-medicine-when = いつ飲むかを示してください（--times か --as-needed）。
cli-medicine-ambiguous = 当てはまる薬が複数あります。名前をもう少し長く、またはIDで示してください。
cli-medicine-which-needed = 薬の名前か、--slot で飲む時を示してください。
cli-medicine-none-due = その時に飲むものはありません。
cli-medicine-none-today = この日に飲む薬はありません。
medicine-as-needed-short = 頓服
cli-event = 予防接種・受診・入院などのできごと
cli-event-add = できごとを記録する
cli-event-add-examples =
    できごと:
    { $kinds }

    例:
      mimamori event add 予防接種 インフルエンザ --place みどり内科 --note "ロット AB123"
      mimamori event add 入院 白内障の手術 --at "4月20日 10時" --until 4月22日
cli-event-what = できごとの種類（下を参照）
cli-event-title = 内容をひとことで
cli-event-place = 場所
cli-event-until = 終わりの日（一日で終わらないとき）
cli-event-list = この1年のできごと
cli-event-edit = できごとを直す（前の内容も残る）
cli-sleep = 睡眠
cli-sleep-add = 睡眠を記録する
cli-sleep-add-examples =
    夜の睡眠は、起きた日のものになります。同じ夜をもっと長く記録しなおすと、短いほうと入れ替わります。

    例:
      mimamori sleep add 22:30 5:45
      mimamori sleep add 午後1時 午後1時半 --day 昨日
cli-sleep-start = 眠った時刻（22:30、午後10時半）
cli-sleep-end = 起きた時刻
cli-sleep-day = 起きた日（既定: 今日）
cli-sleep-list = 最近の睡眠
cli-sleep-edit = 睡眠を直す（前の内容も残る）
cli-profile = 自分について
cli-profile-set = 登録・変更する
cli-profile-set-examples =
    どれも任意です。年齢・性別・持病は、それを必要とする見守りにだけ使い、ほかはご本人や医師が見るときに
    表示します。

    持病（ほかは、そのままの言葉で残ります）:
    { $conditions }

    例:
      mimamori profile set --birth 昭和23年4月5日 --sex 女性 --height 152
      mimamori profile set --condition ぜんそく --condition 緑内障 --allergy 食べもの:そば
      mimamori profile set --emergency "結衣、娘、090-1234-5678" --doctor "みどり内科、03-1234-5678"
cli-profile-name = 名前
cli-profile-kana = 名前の読み
cli-profile-nickname = 家族の呼び名
cli-profile-birth = 生年月日（1948-04-05、S23.4.5、昭和23年4月5日）
cli-profile-sex = 性別（基準値を選ぶためだけに使う）
cli-profile-height = 身長
cli-profile-activity = からだを動かす度合い（エネルギーの基準にだけ使う）
cli-profile-pregnancy = no、yes、予定日、nursing（授乳中）
cli-profile-condition = 医師に言われた持病
cli-profile-no-condition = 持病を外す
cli-profile-allergy = アレルギー（食べもの:…、薬:…、=のあとに症状）
cli-profile-no-allergy = アレルギーを外す
cli-profile-emergency = 緊急のときの連絡先
cli-profile-doctor = かかりつけ医
cli-profile-pharmacy = かかりつけ薬局
cli-profile-unit = 使う単位（kg、lb、cm、in、℃、°F、mmHg、kPa、mg/dL、mmol/L）
cli-profile-clear = 登録を消す項目（birth、doctor など、指定の名前で）
cli-profile-age = { $date } { $age }歳
cli-history = 記録・訂正・削除の履歴
cli-history-examples =
    行った日時の順に並びます。訂正や削除で失われるものはありません（undo で戻せます）。

    例:
      mimamori history
      mimamori history 3f2a91c4
      mimamori history --kind 測定 --from 4月1日 --to 今日
cli-history-id = この記録のすべての版
cli-history-kind = この種類だけ（食事、測定、症状など）
cli-history-from = この日から（既定: 一週間）
cli-history-to = この日まで（既定: 今日）
cli-list-none = この{ $days }日間の記録はありません。もっと前は --days N で見られます。
cli-medicine-none = 薬の記録はありません。登録するには: mimamori medicine add --help
cli-medicine-none-now = いま飲んでいる薬の記録はありません。すべて見るには: mimamori medicine list --all
cli-history-none = この間の記録や変更はありません。
cli-undo = 最後の変更を取り消す
cli-undo-examples =
    最後に変えた記録、またはIDで示した記録を、前の状態に戻します。もう一度で、そのひとつ前の
    変更も取り消します。戻しすぎたときは redo で元に戻せます。

    例:
      mimamori undo
      mimamori undo 3f2a91c4
cli-undo-id = 記録のID（既定: 最後に変えた記録）
cli-redo = 取り消した変更を元に戻す
cli-redo-examples =
    もう一度で、そのひとつ前に取り消した変更も元に戻します。

    例:
      mimamori redo
      mimamori redo 3f2a91c4
cli-redo-id = 記録のID（既定: 最後に取り消した記録）
cli-delete = 記録を削除する（まちがいとして印をつける）
cli-delete-examples =
    もう数えられませんが、undo で戻せます。完全に消すには erase record をご覧ください。

    例:
      mimamori delete 3f2a91c4
cli-deleted-already = この記録はすでに削除されています。
cli-deleted = 削除しました: { $kind }  { $entry }（戻すには mimamori undo { $id }）
cli-stands = いまの記録: { $kind }  { $entry }
cli-day-medicines = 薬
cli-day-symptoms = 症状
cli-day-sleep = 睡眠
cli-day-events = できごと
