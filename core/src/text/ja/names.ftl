slot-breakfast = 朝食
slot-lunch = 昼食
slot-dinner = 夕食
slot-snack = 間食

# 食品表示の言い方に合わせる。
nutrient-energy = エネルギー
nutrient-protein = たんぱく質
nutrient-fat = 脂質
nutrient-saturated-fat = 飽和脂肪酸
nutrient-cholesterol = コレステロール
nutrient-carbohydrate = 炭水化物
nutrient-fibre = 食物繊維
nutrient-salt = 食塩相当量
nutrient-sodium = ナトリウム
nutrient-potassium = カリウム
nutrient-calcium = カルシウム
nutrient-magnesium = マグネシウム
nutrient-phosphorus = リン
nutrient-iron = 鉄
nutrient-zinc = 亜鉛
nutrient-vitamin-a = ビタミンA
nutrient-vitamin-d = ビタミンD
nutrient-vitamin-e = ビタミンE
nutrient-vitamin-k = ビタミンK
nutrient-vitamin-b1 = ビタミンB1
nutrient-vitamin-b2 = ビタミンB2
nutrient-niacin = ナイアシン
nutrient-vitamin-b6 = ビタミンB6
nutrient-vitamin-b12 = ビタミンB12
nutrient-folate = 葉酸
nutrient-vitamin-c = ビタミンC
nutrient-alcohol = アルコール

vital-blood-pressure = 血圧
vital-weight = 体重
vital-body-fat = 体脂肪率
vital-waist = 腹囲
vital-temperature = 体温
vital-oxygen-saturation = 酸素飽和度
vital-glucose = 血糖値
vital-resting-heart-rate = 安静時心拍数
vital-respiratory-rate = 呼吸数
vital-rmssd = 心拍変動（RMSSD）
vital-peak-flow = ピークフロー
vital-height = 身長

severity-notice = お知らせ
severity-strong = はっきりした変化

state-new = 新着
state-seen = 表示済み
state-acknowledged = 確認済み
state-muted = 通知しない
state-resolved = 終了
state-revised = 訂正済み
state-withdrawn = 取り消し

list-separator = ・
food-separator = 、
