# platforms
cli-platform = 記録の送り先と受け取り元
cli-platform-add = FHIRプラットフォームとつなぐ
cli-platform-add-examples =
    例:
      mimamori platform add https://fhir.example.org/r4 --patient 123 --token-file token.txt
cli-platform-url = FHIRの基点のアドレス
cli-platform-patient = そこでの患者（Patient）のID
cli-platform-token = アクセストークンの入ったファイル。鍵の置き場所に移されます
cli-platform-caregiver = 本人が許したものを見るだけで、何も送らない
cli-platform-list = つないだ先と、送信待ちの件数
cli-platform-remove = つながりを終える（受け取ったものはここから消える）
cli-platform-removed = つながりを終えました。プラットフォームにあるものはそのまま残ります。
cli-platform-pending = 送信待ち{ $count }件
cli-platform-url-unreadable = プラットフォームの基点のアドレスではありません。https:// で始まり、利用者の名前や ? や # は含みません（例：https://fhir.example.org/r4）。
cli-platform-url-open = ネットワーク越しには、のぞかれないように https:// だけを使います。http:// はこのコンピューターのプラットフォームだけです。
cli-platform-own-record = これはこの端末でつける記録です。ほかの人の記録を見るには、先に mimamori people add 名前 --caregiver で始めてください。
cli-sync = 送信待ちを送り、新しいものを受け取る
cli-sync-examples =
    例：
      mimamori sync --deadline 20s
      mimamori sync --full
cli-sync-deadline = この時間のうちに終える。20s（秒）や5m（分）のように（既定：10m）。新しいものから送る
cli-sync-deadline-unreadable = 時間は20s（秒）や5m（分）のように、1秒から60分で書いてください。
cli-sync-full = 新しいものだけでなく、プラットフォームにあるものをすべて読みなおす
cli-sync-no-platform = まだどこともつながっていません。mimamori platform sign-in --help をご覧ください。
cli-sync-erased = 見られなくなったもの、削除されたもの{ $count }件を、この端末から消しました。
cli-sync-trouble = { $url }：{ $trouble }記録は失われません。待っているものはあとで送ります。
cli-sync-sign-in = { $url }：もう一度サインインしてください。mimamori platform sign-in { $url }
cli-sync-done = 送信{ $pushed }件、受信{ $pulled }件、先方の拒否{ $aside }件、送信待ち{ $pending }件
cli-platform-sign-in = ブラウザでプラットフォームにサインインし、つなぐ
cli-platform-sign-in-examples =
    開くのはプラットフォーム自身のページです。パスワードはMimamoriを通りません。トークンは鍵の置き場所に入ります。
    例：
      mimamori platform sign-in https://fhir.example.org/r4
      mimamori platform sign-in https://fhir.example.org/r4 --caregiver --no-browser
cli-platform-client = プラットフォームに登録されたこのプログラムの名前（既定：mimamori）
cli-platform-hint = サインインのページに示す名前
cli-platform-patient-known = 患者（Patient）のID。プラットフォームが知らせない場合に
cli-platform-no-browser = アドレスを示すだけにする。このコンピューターで自分で開く
cli-sign-in-open = このコンピューターのブラウザで次のアドレスを開いてください：
cli-sign-in-waiting = ブラウザを待っています。Ctrl-Cで終わります。
cli-sign-in-done = サインインしました。この画面は閉じてかまいません。
cli-sign-in-refused = サインインできませんでした。わけは端末に出ています。
cli-sign-in-nobody = 時間内にブラウザから戻りませんでした。何も残していません。もう一度始めてください。
cli-sign-in-no-patient = だれの記録が開かれたのかをプラットフォームが知らせません。--patient で指定してください。
cli-sign-in-other-patient = つないである患者とは別の人の記録が開かれました。何も残していません。
cli-sign-in-no-answer = このアドレスから応答がありません。アドレスと接続を確かめて、もう一度サインインしてください。何も変更していません。
cli-sign-in-not-offered = このアドレスではサインインできません。アドレスをお確かめください。サインインのいらないプラットフォームとは mimamori platform add でつなぎます。
cli-sign-in-not-done = プラットフォームがサインインを認めませんでした。何も残していません。もう一度始めてください。
cli-sign-in-port = ブラウザが戻るためのアドレスをこのコンピューターに開けませんでした。
cli-platform-signed-in = { $url } にサインインしました。
cli-platform-not-told = トークンを返すことをプラットフォームに伝えられませんでした。期限がくれば使えなくなります。
cli-platform-status = 最後にいつ届いたか、何が妨げか、次はいつ試すか
cli-status-good = 最後の同期
cli-status-never = まだ
cli-status-trouble = 妨げ
cli-status-next = 次の試み
cli-status-waiting = 送信待ち
cli-status-aside = 先方の拒否
cli-next-any-time = いつでも
cli-next-online = ネットワークがつながったとき
cli-next-sign-in = サインインのあと：mimamori platform sign-in { $url }
trouble-none = なし
trouble-offline = プラットフォームにつながりません。
trouble-busy = プラットフォームが混んでいるか、故障しています。
trouble-sign-in = プラットフォームがもう一度のサインインを求めています。
trouble-no-platform = このアドレスで答えているのはFHIRプラットフォームではありません。アドレスと、ネットワーク自体へのサインインがいらないかをお確かめください。
trouble-no-patient = プラットフォームにこのIDの患者がいません。何も送っていません。IDを確かめて、正しいIDでつなぎなおしてください。
trouble-time = すべて終わる前に時間になりました。
cli-setaside = プラットフォームに断られたものと、そのわけ
cli-setaside-retry = 次の同期でもう一度試す
cli-setaside-none = 断られたものはありません。
cli-setaside-retried = { $count }件を次の同期でもう一度試します。
aside-record-gone = もうここにない記録
aside-heart = 1時間分の心拍数
aside-steps = 1時間分の歩数
refusal-invalid = プラットフォームによれば、どこかに正しくないところがあります。
refusal-forbidden = プラットフォームに許されていません。
refusal-unsupported = プラットフォームはこの種類の記録を受け取りません。
refusal-conflict = プラットフォームには、その場所に別のものがあります。
refusal-large = プラットフォームには大きすぎます。
refusal-fails = プラットフォームは、これを受け取るたびに失敗します。
refusal-other = プラットフォームに断られました。
refusal-words = { $plain }先方の言葉：{ $words }
cli-conflicts = 二つの端末で別々に変えられたもの
cli-conflicts-examples =
    決めるまでのあいだ、記録はどちらか一方のまま続きます。急ぐ必要はありません。
    例:
      mimamori conflicts
      mimamori conflicts resolve 3f2a91c4 --keep there
cli-conflicts-resolve = どちらにするかを決める
cli-conflicts-keep = here（この端末のもの）、there（もう一方の端末のもの）、standing（いまの記録のまま）
cli-conflicts-none = 二つの端末で別々に変えられたものはありません。
cli-conflicts-resolved = 記録は次のとおりになりました: { $record }
cli-sync-conflicts = 二つの端末で別々に変えられたもの: { $count }件。mimamori conflicts で見られます
conflict-here = この端末
conflict-there = もう一方
conflict-standing = いまの記録
conflict-written = { $time }に書いた
conflict-deleted = 削除
conflict-nothing = なし
