# 記録するものの名前。コード一つにつき一つ。
record-meal = 食事
record-habit = 習慣
record-tick = 習慣の実行
record-vital = 測定
record-symptom = 症状
record-medicine = 薬
record-dose = 服薬
record-event = できごと
record-sleep = 睡眠
record-food = 自分の食品
record-recipe = レシピ
record-consent = 同意
record-finding = お知らせ

done-recorded = 記録
done-corrected = 訂正
done-deleted = 削除
done-restored = 復元

symptom-headache = 頭痛
symptom-dizziness = めまい
symptom-fainting = 失神
symptom-chest-pain = 胸の痛み
symptom-palpitations = 動悸
symptom-breathlessness = 息切れ
symptom-wheezing = ゼーゼーする
symptom-cough = せき
symptom-phlegm = たん
symptom-sore-throat = のどの痛み
symptom-runny-nose = 鼻水
symptom-fever = 熱っぽい
symptom-chills = 寒気
symptom-cold-sweat = 冷や汗
symptom-tiredness = だるさ
symptom-nausea = 吐き気
symptom-vomiting = 嘔吐
symptom-diarrhoea = 下痢
symptom-constipation = 便秘
symptom-stomach-pain = 腹痛
symptom-heartburn = 胸やけ
symptom-no-appetite = 食欲がない
symptom-blood-in-stool = 血便
symptom-swollen-legs = 足のむくみ
symptom-back-pain = 腰痛
symptom-joint-pain = 関節痛
symptom-muscle-pain = 筋肉痛
symptom-numbness = しびれ
symptom-one-sided-weakness = 片側の力が入らない
symptom-slurred-speech = ろれつが回らない
symptom-blurred-vision = 目のかすみ
symptom-ringing-in-ears = 耳鳴り
symptom-rash = 発疹
symptom-itch = かゆみ
symptom-thirst = のどの渇き
symptom-frequent-urination = 頻尿
symptom-painful-urination = 排尿時の痛み
symptom-shakiness = ふるえ
symptom-hot-flushes = ほてり
symptom-menstrual-pain = 生理痛
symptom-sleeplessness = 眠れない
symptom-low-mood = 気分の落ち込み
symptom-anxiety = 不安
symptom-confusion = ぼんやりする
symptom-fall = 転倒
symptom-loss-of-smell = においがしない
symptom-other = そのほか

strength-absent = なし
strength-mild = 軽い
strength-moderate = 中くらい
strength-severe = 強い

condition-hypertension = 高血圧
condition-diabetes = 糖尿病
condition-dyslipidaemia = 脂質異常症
condition-heart-failure = 心不全
condition-coronary-disease = 狭心症・心筋梗塞
condition-atrial-fibrillation = 心房細動
condition-pacemaker = ペースメーカー・ICD
condition-valve-disease = 心臓弁膜症
condition-stroke = 脳卒中
condition-kidney-disease = 慢性腎臓病
condition-dialysis = 透析
condition-liver-disease = 肝臓病
condition-copd = COPD（慢性閉塞性肺疾患）
condition-home-oxygen = 在宅酸素
condition-asthma = ぜんそく
condition-sleep-apnoea = 睡眠時無呼吸
condition-hyperthyroidism = 甲状腺機能亢進症
condition-hypothyroidism = 甲状腺機能低下症
condition-anaemia = 貧血
condition-cancer = がん
condition-gout = 痛風
condition-osteoporosis = 骨粗しょう症
condition-rheumatoid-arthritis = 関節リウマチ
condition-glaucoma = 緑内障
condition-parkinson = パーキンソン病
condition-dementia = 認知症
condition-epilepsy = てんかん
condition-depression = うつ病
condition-immune-weakness = 免疫の低下
condition-other = そのほか

allergy-food = 食べもの
allergy-medicine = 薬
allergy-other = そのほか

activity-low = 低い（座っていることが多い）
activity-middle = ふつう（歩く・立つこともある）
activity-high = 高い（立ち仕事や運動の習慣）

sex-female = 女性
sex-male = 男性
sex-other = そのほか

pregnancy-pregnant = 妊娠中
pregnancy-due = 妊娠中（予定日 { $day }）
pregnancy-nursing = 授乳中

era-meiji = 明治
era-taisho = 大正
era-showa = 昭和
era-heisei = 平成
era-reiwa = 令和
era-first = 元

dose-waking = 起床時
dose-before-breakfast = 朝食前
dose-after-breakfast = 朝食後
dose-before-lunch = 昼食前
dose-after-lunch = 昼食後
dose-before-dinner = 夕食前
dose-after-dinner = 夕食後
dose-bedtime = 就寝前
dose-taken = 服用
dose-skipped = 飲まなかった
dose-due = まだ
dose-amount = { $value }{ $unit }

origin-prescribed = 処方薬
origin-over-the-counter = 市販薬
origin-supplement = サプリメント

medicine-as-needed = 頓服（必要なとき）
medicine-as-needed-most = 頓服（必要なとき、1日{ $most }回まで）
medicine-every-other-day = 1日おき
medicine-every-days = { $days }日ごと

event-vaccination = 予防接種
event-visit = 受診
event-checkup = 健診
event-admission = 入院
event-surgery = 手術
event-injury = けが
event-travel = 旅行
event-other = そのほか

stage-awake = 目覚め
stage-asleep = 睡眠
stage-light = 浅い眠り
stage-deep = 深い眠り
stage-rem = レム睡眠

sleep-span = { $start }〜{ $end }（眠り{ $asleep }）

occasion-morning = 朝
occasion-daytime = 昼
occasion-evening = 晩
occasion-night = 夜中

arm-left = 左腕
arm-right = 右腕

relation-fasting = 空腹時
relation-before-meal = 食前
relation-after-meal = 食後
relation-bedtime = 寝る前
relation-any = 随時

site-armpit = わき
site-mouth = 口
site-ear = 耳
site-forehead = おでこ
site-rectum = 直腸

dose-unit-tablet = 錠
dose-unit-capsule = カプセル
dose-unit-packet = 包
dose-unit-drop = 滴
dose-unit-puff = 吸入
dose-unit-patch = 枚
dose-unit-suppository = 個
dose-unit-application = 回（塗る）
dose-unit-unit = 単位
dose-unit-ml = mL
dose-unit-mg = mg
dose-unit-g = g
dose-units-tablet = 錠
dose-units-capsule = カプセル
dose-units-packet = 包
dose-units-drop = 滴
dose-units-puff = 吸入
dose-units-patch = 枚
dose-units-suppository = 個
dose-units-application = 回（塗る）
dose-units-unit = 単位
dose-units-ml = mL
dose-units-mg = mg
dose-units-g = g

with-note = { $what }（{ $note }）
symptom-scored = { $strength }（10のうち{ $score }）
since-day = { $day }から
until-day = { $day }まで
since-year = { $year }年から
date-without-weekday = { $year }年{ $month }月{ $day }日
date-of-era = { $date }（{ $era }{ $year }年）
feet-and-inches = { $feet }フィート{ $inches }インチ
