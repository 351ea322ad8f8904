# 端末での Bluetooth 機器。

device-about = Bluetooth 機器: 胸ベルト、血圧計、体重計、体温計、パルスオキシメーター、血糖計
device-examples =
    例:
      mimamori device scan
      mimamori device pair C4:FF:EE:00:00:01 --person 花子
      mimamori device record --for 8h
      mimamori device list

    登録は一度だけです。あとは record が、近くに来るたびに自動でつなぎます。
device-scan = 近くの機器を探す
device-scan-note = 胸ベルトは身につけ、血圧計や体重計はボタンを押してください。多くの機器は普段は電波を出しません。
device-for-scan = 探す時間。10s や 1m のように (省略時 10s)
device-pair = 近くの機器を人に登録する
device-pair-examples =
    機器は近くにあり、動いている必要があります。アドレスか、名前の一部で指定します:
      mimamori device pair H10
    何人かで使う体重計は、それぞれの人に、機器での番号とともに登録します:
      mimamori device pair C4:FF:EE:00:00:07 --person 花子 --user 1
      mimamori device pair C4:FF:EE:00:00:07 --person 太郎 --user 2
device-which = 機器のアドレス、または名前の一部
device-name = 呼び名 (省略時は機器自身の名前)
device-user = 機器でのその人の番号
device-record = 登録した機器が送るものを記録する
device-record-examples =
    届いたものを表示し、Ctrl-C で止まります。それまでに届いたものはすべて保存されます。
    --json では、出来事ごとに JSON を一行書きます。
      mimamori device record --for 30m
device-for-record = 時間。90s、30m、8h のように (省略時は Ctrl-C まで)
device-which-record = これらの機器だけ (省略時はその人のすべて)
device-list = 登録した機器
device-forget = 機器の登録をやめる。測ったものは残る
device-inbox = だれのものかまだ分からない測定
device-claim = 受け取り箱の測定をその人のものにする
device-dismiss = 受け取り箱の測定を、ここのだれのものでもないとする
device-measurement = 受け取り箱に示された測定

device-off = Bluetooth が切られています。入れてから、もう一度お試しください。
device-missing = この機械には Bluetooth がありません。
device-not-allowed = Bluetooth を使う許可がありません。Linux では、利用者が bluetooth グループに入っている必要があります。
device-no-service = Bluetooth のサービスが動いていません。Linux では: systemctl start bluetooth
device-left-out = このプログラムは Bluetooth なしで作られています。
device-ended = Bluetooth のサービスが終わりました。届いたものは保存してあります。
device-bad-duration = 時間が読めません。90s、30m、8h のように書いてください。
device-looking = 近くの機器を探しています。Ctrl-C で止まります。
device-none-near = 測る機器は見つかりませんでした。
device-not-found = その機器は近くにありません。動いていますか。参照: mimamori device scan
device-several = その名前の機器がいくつかあります。アドレスで指定してください。
device-none = まだ機器が登録されていません。参照: mimamori device scan
device-none-of-person = この人にその機器は登録されていません。参照: mimamori device list
device-paired = 登録しました: { $name } ({ $key })
device-bonded = { $name } とこの機械のペアリングができました。
device-no-bond = { $name } はこのまま使えます。ペアリングは要りません。
device-not-met = { $name } にいまはつながりませんでした。近くで動いているときに mimamori device record がつなぎます。
device-fetched = 測定 { $measured } 件を保存しました{ $waiting ->
        [0] {""}
       *[other] 。だれのものか分からない測定は { $waiting } 件です
    }
device-forgotten = 登録をやめました: { $name }。測ったものは残ります。
device-inbox-empty = 待っているものはありません。
device-claimed = 記録に加えました。
device-dismissed = ここのだれのものでもないとしました。
device-users = 使う人: { $names }
device-battery = 電池 { $percent } %
device-battery-low = { $name }: 電池が少なくなっています ({ $percent } %)
device-away = 探しています
device-connecting = つないでいます
device-settling = つながりました
device-live = 受信中
device-no-contact = 肌に触れていません
device-contact = 装着
device-needs-bond = { $name } はこの機械とのペアリングが要りますが、できませんでした。もう一度: mimamori device pair
device-ask-number = { $name } に表示された 6 桁の数字を入力し、Enter を押してください (Enter だけ: ペアリングしない):
device-ask-same = { $name } にも { $number } と表示されていますか? はい: y と Enter:
device-type-there = { $name } で { $number } を入力してください。
device-measured = { $name }: { $what }
device-waits = { $name }: { $what }。だれのものですか。参照: mimamori device inbox
device-clock-ahead = { $name } の時計は { $minutes } 分進んでいます。測定は正しい時刻で記録しました。
device-clock-behind = { $name } の時計は { $minutes } 分遅れています。測定は正しい時刻で記録しました。
device-not-taken = { $name }: 測定が成功しなかったか、使えません
device-downloaded = { $name }: 保存されていた { $count } 件を受け取りました
device-trouble = いま保存できません。あとで再び試します: { $why }
device-recorded = 心拍 { $beats } 件、測定 { $measured } 件を保存しました{ $waiting ->
        [0] {""}
       *[other] 。だれのものか分からない測定は { $waiting } 件です
    }
