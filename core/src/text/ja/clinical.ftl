# 報告された基準範囲に対する位置だけを述べる。良い・悪いとは言わない。
flag-below = 基準範囲より低め
flag-within = 基準範囲内
flag-above = 基準範囲より高め
flag-no-range = 基準範囲の記載なし
