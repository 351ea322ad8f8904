page-title = { $name }さんの健康記録
page-made = { $time } 現在
page-heart = 心拍数
page-heart-note = { $time } の値。この日は { $range }
page-steps = 歩数
page-coverage = { $items }品中{ $known }品の値
page-unknown = 不明
page-findings = お知らせ
page-findings-earlier = これより前のお知らせ（{ $count }件）
page-finding-source = このお知らせの根拠
page-show-table = 値を表で見る
page-meals = 食事
page-nutrients = この日の栄養
page-more-nutrients = ほかの栄養素
page-item-separator = 、
page-habits = 習慣
page-habit =
    { $streak ->
        [0] { $done }
       *[other] { $done }（{ $streak }日続いています）
    }
page-habit-done = できました
page-habit-open = まだです
page-vitals = この日の測定
page-checkup = 健診の結果
page-checkup-hint = 基準範囲は、病気が知られていない多くの人の値の幅です。値の意味は人によって違いますので、医師におたずねください。
page-reference = 基準範囲 { $range }
page-prescriptions = 処方された薬
page-conditions = 医師が記録した病名など
page-consents = だれが何を見られるか
page-consents-everything = すべて
page-sent = だれに何を送ったか
page-sent-what = 内容
page-sent-count = 件数
page-sent-to = 送り先
page-sent-last = 最後に送った日時
page-sent-basis = 根拠
page-basis-own = 本人の同意
page-caregiver = { $name }さんに見えるもの
page-caregiver-sees = 共有しているもの
page-caregiver-withheld = 共有していないもの
page-sources = データの出どころ
page-footer = この端末のMimamoriが作りました。このページは、インターネットから何も読み込まず、何も送りません。

resource-flag = お知らせ
resource-goal = 習慣
resource-consent = 同意
resource-observation = 測定
resource-nutrition-intake = 食事
resource-condition = 病名など
resource-medication = 処方
resource-patient = プロフィール
resource-device = 機器
resource-provenance = 訂正の記録
resource-document = 文書
