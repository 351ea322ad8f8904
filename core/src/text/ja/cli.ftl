# What the terminal says. One message a command or answer, named `cli-…`.

# The help.
cli-about = からだの記録を端末で。食事・習慣・測定値を残し、ふだんと違うことに気づきます。
cli-examples =
    例:
      mimamori people add 花子 --zone Asia/Tokyo
      mimamori import heart_rate.csv export.zip
      mimamori meal add ごはん=150g --quick みそ汁 --kcal 40
      mimamori vital add bp 132 85 --pulse 64
      mimamori day yesterday
      mimamori findings

    終了コード: 0 完了、1 失敗、2 入力の誤り。
cli-usage = 使い方
cli-commands = コマンド
cli-arguments = 順に書くもの
cli-options = 指定
cli-help = この説明を表示
cli-version = 版を表示
cli-data = 記録の置き場所（既定: XDG_DATA_HOME か ~/.local/share の mimamori）
cli-vault = 鍵の置き場所。記録とは別にする（既定: XDG_CONFIG_HOME か ~/.config の mimamori/vault）
cli-person = だれの記録か（名前またはID）。一人だけなら省略可
cli-lang = 言語（既定: LC_ALL、LC_MESSAGES、LANG）
cli-json = JSONで答える（プログラム用）
cli-now = この時刻とみなして動く（例 2026-04-25T20:15:00+09:00）
cli-passphrase-option = 鍵を合言葉で守る（画面で入力）
cli-passphrase-file = 合言葉をファイルの一行目から読む

# What went wrong.
cli-bug = プログラムの内部で問題が起きました。それまでに保存した記録は無事です。
cli-no-command = コマンドがありません。mimamori --help をご覧ください。
cli-unknown-command = そのコマンドはありません。mimamori --help をご覧ください。
cli-unknown-command-near = そのコマンドはありません。{ $near } のことですか。
cli-unknown-option = ここに { $option } という指定はありません。--help をご覧ください。
cli-unknown-word = 余分な語があります。--help をご覧ください。
cli-missing = 足りません: { $what }
cli-bad-value = この値は使えません: { $what }
cli-bad-line = 読み取れません。--help をご覧ください。
cli-not-text = 文字として読めない語があります（UTF-8ではありません）。
cli-now-unreadable = --now: 時刻として読めません（例 2026-04-25T20:15:00+09:00）
cli-at-unreadable = --at: 時刻として読めません（例 20:15、"昨日 20:15"、"2026-04-25 20:15"）
cli-day-unreadable = 日付として読めません（例 2026-04-25、4/25、4月25日、今日、昨日、3日前）
cli-zone-unreadable = --zone: 時間帯として読めません（例 Asia/Tokyo）
cli-zone-needed = この端末の時間帯がわかりません。--zone で示してください（例 Asia/Tokyo）
cli-homeless = ホームディレクトリがありません。--data と --vault を示してください。
cli-no-people = まだだれも登録されていません。mimamori people add 名前 から始めてください。
cli-which-person = 複数の人がいます。--person でだれかを示してください。mimamori people で確かめられます。
cli-key-missing = 鍵の置き場所に、この記録の鍵がありません。記録を始めたときの --vault を示してください。
cli-vault-inside = 鍵は記録の置き場所の中に置けません。
cli-vault-open = 鍵をほかの人も読める状態です。権限を外してください（chmod -R go=）。
cli-vault-unreadable = 鍵を読み取れません。そのまま残してあります。
cli-passphrase = 合言葉:
cli-passphrase-new = 新しい合言葉:
cli-passphrase-again = もう一度:
cli-passphrase-differs = 二つの合言葉が違います。何も変更していません。
cli-passphrase-empty = 合言葉が空です。
cli-passphrase-needed = 合言葉が必要です。--passphrase-file を示すか、端末で入力してください。
cli-passphrase-wrong = 合言葉が合いません。

# Options that several commands have.
cli-at = いつか: 20:15、"昨日 20:15"、"4月25日 7時半"、または時差つきの時刻（既定: 今）
cli-days = 何日前まで（既定: 7）

# people
cli-people = だれの記録があるか
cli-people-list = ここに記録のある人の一覧
cli-people-add = 人の記録を始める
cli-people-add-examples =
    例:
      mimamori people add 花子 --zone Asia/Tokyo
cli-people-name = 名前や呼び名
cli-people-zone = その人の一日が始まる時間帯（既定: この端末の時間帯）
cli-people-caregiver = 記録は別の場所にあり、ここでは見るだけ

# day
cli-day = 一日をひと目で
cli-day-examples =
    例:
      mimamori day
      mimamori day 2026-04-25 --json

    --json のキー: person、name、day、minutes（その日の長さ。時計が変わる日は1380や1500）、
    heart（total、latest、5分ごとの curve）、steps、meals、nutrients、habits、vitals、medicines
    （飲むもの・飲んだもの: medicine、name、slot、amount、state、id、at）、symptoms、sleep（その日の朝に
    終わった夜の分）、events、findings。一覧は空でもあり、heart と steps は不明なら null です。
cli-day-date = 2026-04-25、4月25日、今日、昨日、3日前など（既定: 今日）
cli-day-heart = 心拍数
cli-day-steps = 歩数
cli-day-meals = 食事
cli-day-habits = 習慣
cli-day-vitals = 測定
cli-day-empty = この日の記録はありません。
cli-day-known = { $items }品中{ $known }品で判明
cli-heart-lowest = 最低
cli-heart-mean = 平均
cli-heart-highest = 最高
cli-heart-latest = 最新

# import
cli-import = ファイルを取り込む: Appleのヘルスケア（export.zip、export.xml）、NightSignalの心拍数・歩数の表（.csv、.csv.xz）
cli-import-examples =
    ファイルの種類は名前でなく中身で判断します。同じファイルをもう一度取り込んでも変わりません。

    例:
      mimamori import export.zip
      mimamori import heart_rate.csv.xz steps.csv.xz --person 花子
cli-import-file = ファイル
cli-import-heart = 心拍数
cli-import-energy = エネルギーの区間
cli-import-steps = 歩数の区間
cli-import-vitals = 測定値
cli-import-known = 件を追加、{ $count }件はすでにあり
cli-import-skipped = { $count }件を除外: { $why }（最初は{ $place }）
cli-import-unknown = ほかの{ $types }種類の{ $count }件は、まだ取り込めません
cli-import-stopped = 中止しました。ここまでに読んだものは残してあります。
cli-skip-unreadable = 読み取れない
cli-skip-impossible = ありえない値
cli-skip-date = 日付が未来または1900年より前
cli-skip-unit = 単位が合わない
cli-skip-unpaired = 血圧の片方だけ
cli-skip-source = 記録元が多すぎる

# record
cli-record = 機器が送るものを記録する
cli-record-heart = 胸ベルトなどの心拍数を記録する
cli-record-heart-examples =
    信号の記録は一行に一つ、時刻とバイト列です。
      2026-04-25T20:15:00+09:00 1648EC02
      +1003 16 49 E6 02

    例:
      mimamori record heart --replay walk.txt
cli-record-replay = 機器が送った信号の記録
cli-record-name = 機器の名前
cli-record-heard = { $count }件の信号を受け取りました（うち不良{ $faults }件）

# meal and food
cli-meal = 食べたもの
cli-meal-add = 食事を記録する
cli-meal-add-examples =
    例:
      mimamori meal add ごはん=150g みそ汁=180g --slot breakfast
      mimamori meal add mext:01088=150g --at 7:30
      mimamori meal add --quick お弁当 --kcal 650

    食品とそのコードは mimamori food search で探せます。
cli-meal-food = 食品名またはコードと量（ごはん=150g、家庭の単位も可）
cli-meal-quick = 急ぎのとき: 名前だけ
cli-meal-kcal = わかれば、そのエネルギー（kcal）
cli-meal-slot = breakfast、lunch、dinner、snack（既定: 時刻から）
cli-meal-note = メモ
cli-meal-list = 最近の食事
cli-meal-food-unreadable = 食品は量をつけて書いてください（例 ごはん=150g）
cli-food = 食品と栄養
cli-food-search = ふだんの呼び名で食品を探す
cli-food-search-examples =
    例:
      mimamori food search 鮭
      mimamori food search rice --json
cli-food-text = 探すことば
cli-food-limit = 最大件数（既定: 20）
cli-food-none = 食品が見つかりません。
cli-food-per-100g = 100 gあたりのエネルギー。食品成分表（文部科学省）ほか。出典と利用条件: mimamori food licences

# vital
cli-vital = 自分で測るもの
cli-vital-add = 測定値を記録する
cli-vital-add-examples =
    種類:
    { $kinds }

    例:
      mimamori vital add 血圧 132/85 --pulse 64 --arm 左 --morning
      mimamori vital add 体重 58.2 --at "昨日 7:00"
      mimamori vital add 血糖 110 --meal 空腹時
      mimamori vital add 体温 36.6度 --site わき
cli-vital-kind = 測ったもの（下を参照）
cli-vital-value = 値（ふだんと違う単位ならつけて）。血圧は 132/85 のように二つ
cli-vital-pulse = 血圧計の脈拍
cli-vital-list = 最近の測定値
cli-vital-two-values = 血圧は二つの値で示します（例 bp 132/85）
cli-vital-one-value = この種類の値は一つです。脈拍は血圧にだけつけられます。
cli-vital-kind-unknown = その種類の測定はありません。mimamori vital add --help をご覧ください。

# findings
cli-findings = ふだんと違ったこと
cli-findings-examples =
    例:
      mimamori findings --since 2026-04-01
      mimamori findings explain 3f2a91c4
cli-findings-since = この日以降だけ
cli-findings-id = IDの先頭（4文字以上）
cli-findings-explain = 気づいた理由と、できること
cli-findings-ack = わかったと伝える
cli-findings-mute = もう知らせない
cli-findings-none = お知らせはありません。問題がないという意味ではありません。

# suggest, trends, together
cli-suggest = 今日できる小さなこと（三つまで、それぞれ理由つき）
cli-suggest-examples =
    申告のある持病に合わないことと、薬のことは提案しません。

    例:
      mimamori suggest
      mimamori suggest dismiss walk-more
cli-suggest-dismiss = 提案を2週間出さない（くり返すたびに長く）
cli-suggest-kind = 提案のうしろの [ ] の中の言葉
cli-suggest-dismissed = しばらく出さないようにします。
cli-suggest-none = 今日の提案はありません。何もしなくてよいという意味ではありません。
cli-trends = 体重、血圧、睡眠、歩数、安静時心拍数の傾向
cli-trends-examples =
    傾きはすべての日の組の中央値（Theil–Sen）で、95%の区間を添えます。偶然ではまず起こらないとき
    （Mann–Kendall、p < 0.01）だけ、傾向と言います。

    例:
      mimamori trends
      mimamori trends --days 90 --json
cli-trends-none = まだ日数が足りません。値のある日が8日必要です。
cli-together = いっしょに起こりやすかったこと（習慣や遅い夕食と、翌日の値）
cli-together-examples =
    それがあった日と、近くのなかった日を比べます。少なくとも10組が必要です。原因だとは言いません。

    例:
      mimamori together
      mimamori together --json
cli-together-none = 目立つものはありません。あった日となかった日が、それぞれ10日以上必要です。

# analyse
cli-analyse = 記録とは別に、一つのファイルだけを調べる
cli-analyse-file = 一行目が列の名前の表（.csv、.csv.xz）
cli-analyse-rhythm = 拍の間隔が規則正しいかを、区間ごとに調べる
cli-analyse-rhythm-examples =
    表には rr_ms の列（拍と拍の間隔、ミリ秒、順番どおり）が必要です。beat_s（各拍の時刻、秒）があれば
    それも使います。区間は30拍ずつで、拍の検出が信頼できない区間は判定しません。時刻は最初の拍からの秒数です。

    お知らせは、65分以上にわたる6回の確認のうち5回が不規則なときだけです。ファイルからは歩数がわからないため、
    安静時の記録だけを判定できます。

    例:
      mimamori analyse rhythm beats.csv
      mimamori analyse rhythm beats.csv.xz --json
cli-analyse-regular = 規則的な区間
cli-analyse-irregular = 不規則な区間
cli-analyse-abstain = 判定できない区間
cli-analyse-rhythm-notice = 65分以上にわたる6回の確認のうち5回で、拍の間隔が不規則でした。早い拍が多いときにも同じように見えます。これは診断ではありません。医師に見せてください。胸の痛み、失神、息苦しさがあるときは、すぐに助けを求めてください。
cli-analyse-rhythm-no-notice = お知らせはありません。問題がないという意味ではなく、診断ではありません。
cli-analyse-hrv = 拍の間隔の列から心拍のゆらぎ（HRV）を計算
cli-analyse-hrv-examples =
    表には rr_ms の列（拍と拍の間隔、ミリ秒、順番どおり）が必要です。値はそのまま使います。
    数え落としや余分な拍を探して直すには analyse artefacts をご覧ください。

    mean, median   間隔の平均・中央値        sdnn   間隔の標準偏差
    rmssd          隣どうしの差の二乗平均平方根、sdsd はその差の標準偏差
    pnn50, pnn20   差が50ミリ秒・20ミリ秒を超える割合
    sd1, sd2       ポアンカレプロットの対角線に直角な向き・沿う向きのばらつき
    lf, hf         0.04〜0.15 Hz、0.15〜0.40 Hz のパワー（乱れのない5分以上から）

    例:
      mimamori analyse hrv beats.csv
      mimamori analyse hrv beats.csv.xz --json
cli-analyse-night = 分ごとの表から、その人のいつもより心拍数の高い夜を調べる
cli-analyse-night-examples =
    表には minute（2026-04-25T07:10 の形、壁の時計の時刻）、hr_mean、steps の列が、時間の順に必要です。
    夜の日付はその朝の日付です。朝7時に、その時までにわかっていたことで判断します。

    例:
      mimamori analyse night minutes.csv.xz
      mimamori analyse night minutes.csv --json
cli-analyse-daily = 日ごとの表から、その人のいつもより安静時の心拍数の高い日を調べる
cli-analyse-daily-examples =
    表には id、date（2026-04-25 の形）、rhr の列が必要です。rmssd、temperature（皮膚の温度）、breathing は
    あれば使います。1日は、その日が終わってから判断します。

    例:
      mimamori analyse daily days.csv
      mimamori analyse daily days.csv.xz --json
cli-analyse-nights = { $nights }晩（判断できたのは{ $judged }晩）、{ $episodes ->
        [0] お知らせはありません
       *[other] お知らせ{ $episodes }件
    }
cli-analyse-artefacts = 数え落とし・余分・位置のずれた拍を探して直す
cli-analyse-artefacts-examples =
    表には beat_s の列（各拍の時刻、秒）か rr_ms の列（拍と拍の間隔、ミリ秒）が必要です。答えの番号は0から数えた拍です。
    rr_ms では、最初の間隔が始まる拍が0番です。拍を一つ足す・除く・動かすことで説明できるものだけを直します。
    Lipponen・Tarvainen（2019）の方法の結果も並べて示します。

    例:
      mimamori analyse artefacts beats.csv
      mimamori analyse artefacts beats.csv.xz --json
cli-analyse-missed = 直前に数え落としのある拍
cli-analyse-extra = 余分な拍
cli-analyse-ectopic = 位置のずれた拍
cli-analyse-longshort = 変わった間隔（そのまま残すもの）
cli-analyse-rmssd-before = RMSSD（そのまま）
cli-analyse-rmssd-after = RMSSD（修正後）
cli-analyse-beats = 間隔の数
cli-analyse-no-spectrum = LFとHFには、乱れのほとんどない続いた5分が必要です。

# what came and what went
cli-records = プラットフォームにある検査結果・処方・病名・受診など
cli-records-kind = この種類だけ：検査結果、処方、病名、アレルギー、画像検査、文書、報告書、調剤、服用中の薬、予防接種、受診・入院、処置・手術、ケアの計画、予約
cli-records-none = まだ何も受け取っていません。
cli-records-none-of = この種類のものは受け取っていません。
cli-records-examples =
    列：日付、種類、名前、値、報告された基準範囲、誰が述べたか。
    長い文は途中までです（種類を指定すると全文）。文書には中身と ID が表示されます。
      mimamori records 検査結果
      mimamori records 文書
      mimamori records --save ID --to report.pdf
cli-records-save = この ID の文書の中身を、暗号化せずに保存する
cli-records-to = 保存先
cli-records-to-needed = 保存先を指定してください：--to FILE
cli-records-no-document = この ID の文書はありません。一覧は「mimamori records 文書」で確認できます。
cli-records-saved = 保存しました（暗号化されていません）：{ $file }
cli-records-exists = 同じ名前のファイルがすでにあります。
cli-disclosures = この端末から出たもの（いつ、どこへ）
cli-disclosures-none = この端末から出たものはありません。

# serve-sandbox
cli-sandbox = 試すためのプラットフォームをこの端末で動かす（本物のデータは入れない）
cli-sandbox-port = 127.0.0.1 のポート（既定: 空いている番号）
cli-sandbox-demo = 架空の患者の記録を入れておく
cli-sandbox-ready = { $url } で待っています。Ctrl-C で終わります。
cli-sandbox-failed = 起動できませんでした。ポートが使われていませんか。
