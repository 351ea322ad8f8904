# バックアップ、鍵、完全な消去。
cli-backup = すべてを一つの暗号化したファイルに書き出す
cli-backup-examples =
    例:
      mimamori backup record.backup
      mimamori backup record.backup --backup-passphrase passphrase.txt

    このファイルは、専用の合言葉があればどの端末でも開けます。合言葉なしではだれにも読めません。
    ファイルと合言葉は別々に保管してください。すでにあるファイルには上書きしません。
cli-backup-file = 書き出すファイル
cli-backup-passphrase = バックアップ専用の合言葉を、このファイルの一行目から読む（既定: 画面で入力）
cli-backup-passphrase-prompt = バックアップの合言葉:
cli-backup-passphrase-new = バックアップの新しい合言葉:
cli-backup-passphrase-wrong = このバックアップの合言葉ではありません。何も変更していません。
cli-backup-unknown-key = このバックアップは、合言葉ではない鍵で作られています。何も変更していません。
cli-backup-done = すべてを{ $file }に書き出しました。合言葉とは別々に保管してください。
cli-restore = バックアップからすべてを戻す
cli-restore-examples =
    例:
      mimamori restore record.backup
      mimamori restore record.backup --data ~/fresh

    すでにある記録は、消さずに脇へ移します。
cli-restore-file = バックアップのファイル
cli-restore-done = { $people }人の記録を戻しました。
cli-restore-aside = これまでの記録は{ $path }に移しました。
cli-key = 記録を暗号化している鍵
cli-key-rotate = 新しい鍵で記録を暗号化し直す
cli-key-rotate-examples =
    以後、古い鍵の写しでは、ここにある記録は開けません。バックアップの合言葉は変わりません。
cli-key-rotated = 記録の鍵を新しくしました。
cli-erase = 初めからなかったように、完全に消す
cli-erase-record = 一つの記録を、変更の履歴ごと
cli-erase-person = 一人の記録を、すべて
cli-erase-examples =
    例:
      mimamori erase record 0197f3a2-… --yes
      mimamori erase person 花子 --yes

    元に戻せません。間違いを取り消すだけなら、削除を使ってください（あとで戻せます）。
cli-erase-id = 記録のID（一覧に出る末尾だけでよい）
cli-erase-name = 人の名前またはID
cli-erase-samples = ある日より前の心拍の一つ一つの値を完全に消す（グラフは残ります）
cli-erase-samples-examples =
    残るもの: 1分ごとの数・平均・最低・最高。グラフ、一日の記録、お知らせはそのままです。
    消えるもの: 一つ一つの心拍と拍の間隔。頼まれないかぎり何も消しません。--yes がなければ、何が
    消えるかだけを表示します。日はUTCで数えます。

    例:
      mimamori erase samples --before 2025-01-01
      mimamori erase samples --before 2025-01-01 --yes
cli-erase-before = 全部を残す最初の日
cli-erase-samples-none = その日より前に、心拍の一つ一つの値はありません。
cli-erase-samples-would = { $first }から{ $last }までの{ $days }日分（{ $size } KB）の心拍の一つ一つの値を消します。グラフは残ります。
cli-erased-samples = { $first }から{ $last }までの{ $days }日分（{ $size } KB）の心拍の一つ一つの値を消しました。グラフは残っています。
cli-erase-samples-unsent = そのうち{ $hours }時間分はまだプラットフォームに送られておらず、もう送られません。
cli-erase-yes = 完全に消してよい
cli-erase-sure = 元に戻せません。まだ何も消していません。完全に消すには --yes を付けてください。
cli-erased = この端末から完全に消しました。前に作ったバックアップには残っています。送り先には、次に同期するときに伝えます。
cli-erased-person = この端末から完全に消しました。前に作ったバックアップと、送り先には残っています。
