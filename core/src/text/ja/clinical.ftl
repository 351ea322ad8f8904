# 報告された基準範囲に対する位置だけを述べる。良い・悪いとは言わない。
flag-below = 基準範囲より低め
flag-within = 基準範囲内
flag-above = 基準範囲より高め
flag-no-range = 基準範囲の記載なし

# 医療機関から届いたものの種類。
clinical-report = 報告書
clinical-result = 検査結果
clinical-prescription = 処方
clinical-condition = 病名
clinical-allergy = アレルギー
clinical-imaging = 画像検査
clinical-document = 文書
clinical-dispensed = 調剤
clinical-medicine = 服用中の薬
clinical-vaccination = 予防接種
clinical-visit = 受診・入院
clinical-procedure = 処置・手術
clinical-plan = ケアの計画
clinical-appointment = 予約

# 誰が述べたか。
voice-person = 本人
voice-address = { $address } から
voice-unknown = 記載なし

# 文書の中身。
attachment-kept = { $kind }、{ $size } KB
attachment-too-large = { $kind }、大きすぎるため保存していません
attachment-refused = { $kind }、プラットフォームから受け取れませんでした
attachment-elsewhere = { $kind }、別の場所にあります
attachment-results = 結果のデータ（一覧に表示）
attachment-unnamed = ファイル
