# 本人がほかの人に見せるもの。

class-heart_rate = 心拍数
class-activity = 歩数
class-sleep = 睡眠
class-vitals = 血圧・体重などの測定
class-meals = 食事
class-habits = 習慣
class-symptoms = 症状
class-medicines = 薬と処方
class-findings = お知らせ
class-results = 健診・検査の結果
class-conditions = 病名とアレルギー
class-images = 画像検査
class-immunizations = 予防接種
class-events = 受診・入院などの出来事

grantee-caregiver = 家族・介護者
grantee-facility = 医療機関など
grantee-professional = 医療従事者
grantee-platform = 自分のプラットフォーム

consent-in_force = 有効
consent-ended = 期限切れ
consent-withdrawn = 取り消し済み

consent-open = 取り消すまで
consent-until = { $until }まで
consent-since = { $since }以降のデータ

cli-consent = だれに何を見せるか：同意する、確かめる、取り消す
cli-consent-examples =
    例:
      mimamori consent who
      mimamori consent give RelatedPerson/yui --name 結衣 --share heart_rate,findings --until 2026-12-31
      mimamori consent platform https://phr.example/fhir --share heart_rate,vitals
      mimamori consent withdraw 8a1c02f7

    見せられるもの: { $classes }

    次の同期でプラットフォームに伝わり、そこで守られます。同意がなければ、だれにも見えません。
cli-consent-list = いまだれが何を見られるか、これまでの同意の一覧
cli-consent-give = 記録の一部をだれかに見せる
cli-consent-withdraw = 同意を取り消す
cli-consent-platform = 自分のプラットフォームへ送ってよいものを決める
cli-consent-url = プラットフォームのURL
cli-consent-who = プラットフォームが知っている家族・医療機関・医療従事者
cli-consent-reference = 相手。プラットフォームでの呼び名（RelatedPerson/…、Organization/…、Practitioner/…）
cli-consent-name = 相手の名前（表示用）
cli-consent-share = 対象とするもの（コンマ区切り）。all ですべて
cli-consent-until = 最後の日。指定しなければ取り消すまで
cli-consent-since = この日以降のデータだけ
cli-consent-id = 一覧にある同意の識別子
cli-consent-none = この端末からは何も出ず、あなた以外だれも記録を見られません。
cli-consent-no-parties = プラットフォームからはまだだれの名前も届いていません。mimamori sync をご覧ください
cli-consent-leaves = この端末から{ $who }へ送るもの:
cli-consent-sees = { $who }が見られるもの:
cli-consent-given = これまでの同意:
cli-consent-elsewhere = ほかで結ばれ、プラットフォームにある同意:
cli-consent-told = 次の同期でプラットフォームに伝わります。それまでは変わりません。
cli-consent-class-unknown = --share: そのような項目はありません。使えるもの: { $classes }
cli-consent-changed = いまから有効です。すでにプラットフォームにあるものは残ります。
