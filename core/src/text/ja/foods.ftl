# 目安量。
measure-bowl = 膳
measure-bowl-small = 膳（小盛り）
measure-bowl-large = 膳（大盛り）
measure-big-bowl = 杯
measure-soup-bowl = 杯
measure-plate = 皿
measure-serving = 人前
measure-piece = 個
measure-stick = 本
measure-sheet = 枚
measure-sheet-thick = 枚（厚切り）
measure-slice = 切れ
measure-block = 丁
measure-clove = かけ
measure-floret = 房
measure-pack = パック
measure-bag = 袋
measure-can = 缶
measure-cup = カップ
measure-glass = コップ
measure-shot = 杯
measure-go = 合
measure-rice-cup = 合（米）
measure-tbsp = 大さじ
measure-tsp = 小さじ
portion = { $amount }{ $measure }
portion-weighed = { $amount }{ $measure }（{ $grams }）

# 数日間の摂取量と基準値。
figure-share = { $nutrient }のエネルギー比率
reference-at-least = { $amount }以上
reference-at-most = { $amount }以下
reference-under = { $amount }未満
reference-about = 約{ $amount }
reference-menstruating = { $reference }（月経あり: { $amount }）
reference-kind-recommended = 推奨量
reference-kind-adequate = 目安量
reference-kind-goal = 目標量
reference-kind-goal-condition = 伝えられた病気のある人の目標量
reference-kind-energy = 推定必要量
standing-below = 平均は下回る
standing-within = 平均は範囲内
standing-above = 平均は上回る
intake-coverage = { $items }品中{ $known }品

# 端末での食事と食品
cli-meal-photo = 食事の写真（JPEG・PNG・WebP・HEIF、4 MBまで）。撮影場所や日時などの情報を除き、食事と一緒に暗号化して、この端末だけに残します
cli-meal-has-photo = 写真あり
cli-meal-show = 食事を表示し、写真を取り出す
cli-meal-show-examples =
    食事を指定しなければ、最後に変えたもの。

    例:
      mimamori meal show
      mimamori meal show 2 --photo 昼食.jpg
cli-meal-show-photo = 写真をこの新しいファイルに書き出す（記録の外では暗号化されません）
cli-meal-food-none = { $number }番目の食品が見つかりません。探すには: mimamori food search
cli-meal-food-amount = { $number }番目の食品の量を g で書いてください。例: ごはん=150g
cli-meal-food-measures = { $number }番目の食品はその単位では量れません。g か、次のどれかで書いてください: { $measures }
cli-meal-numbered = `meal list` の番号（1 が最新）または識別子。省くと最後に書いた食事
cli-meal-which-unreadable = その食事はありません。番号は `mimamori meal list` で分かります（1 が最新）。
cli-meal-edit = 食事を直す（前の内容も残ります）
cli-meal-edit-examples =
    品目は一覧の順に 1 から数えます。

    例:
      mimamori meal edit 1 --amount 1=200g --add ヨーグルト=100g
      mimamori meal edit --remove 2
      mimamori meal edit 3 --slot dinner --at 19:30
cli-meal-edit-add = ほかに食べた食品と量
cli-meal-edit-remove = 食べなかった品目の番号
cli-meal-edit-amount = 品目の番号と量: 1=200g, 2=半分
cli-meal-edit-unreadable = 量は品目の番号と一緒に書きます。例: 1=200g
cli-meal-edit-nothing = 直す内容がありません。
cli-meal-copy = 別の日の食事をもう一度記録する
cli-meal-copy-examples =
    例:
      mimamori meal copy                      （昨日の全部）
      mimamori meal copy --slot breakfast
      mimamori meal copy --from 2026-04-20 --slot dinner
cli-meal-copy-from = 写す元の日（省くと昨日）
cli-meal-copy-to = 記録する日（省くと今日）
cli-meal-copy-slot = この食事だけ: breakfast, lunch, dinner, snack
cli-meal-undo = 食事の最後の変更を取り消す
cli-meal-delete = 食事を削除する（元に戻せます）
cli-meal-deleted = 削除しました。`mimamori meal undo` で元に戻せます。
cli-meal-undone = 取り消しました。今の記録:
cli-meal-undone-gone = 取り消しました。次の記録はなくなりました:
cli-meal-coverage = { $nutrient }: { $amount }（{ $items }品中{ $known }品が分かっています）
cli-food-what = 食品の名前またはコード
cli-food-show = 食品の栄養と、目安量の重さ
cli-food-show-examples =
    例:
      mimamori food show ごはん=1膳
      mimamori food show 鮭=1切れ
      mimamori food show 親子丼
cli-food-show-amount = 食品と量: ごはん=150g（省くと 100 g）
cli-food-estimated = 推定
cli-food-trace = 微量
cli-food-partial = 少なくとも
cli-food-unknown = 不明
cli-food-measures = 目安量
cli-food-made-of = 材料
cli-food-add = 栄養成分表示の値で食品を登録する
cli-food-add-examples =
    値は、--per がなければ 100 g（飲み物は 100 mL）あたりです。

    例:
      mimamori food add パン屋のあんぱん --kcal 280
      mimamori food add グラノーラ --per serving --serving 50 --kcal 220 --protein 4.1 --fat 7.7 --carbohydrate 36 --salt 0.3
      mimamori food add オーツミルク --drink --per 100 --kcal 46 --pack 1000
cli-food-name = 呼び名
cli-food-reading = 読み
cli-food-maker = 作っている会社
cli-food-barcode = バーコード
cli-food-per = 値が何あたりか: 100（g か mL）, serving（1食）, pack（1袋・1個）
cli-food-serving = 1食の重さ（g、飲み物は mL）
cli-food-pack = 全体の重さ（g、飲み物は mL）
cli-food-drink = 量は mL
cli-food-own = 自分の食品とレシピ
cli-food-own-none = 自分の食品はまだありません。登録するには: mimamori food add --help
cli-food-recipe = 自分の料理を登録する
cli-food-recipe-examples =
    例:
      mimamori food recipe ホットケーキ 小麦粉=200g 卵=2個 牛乳=250g バター=30g --servings 4
      mimamori food recipe 母の肉じゃが じゃがいも=400g 豚肉=200g 玉ねぎ=200g --servings 4 --yield 950
cli-food-recipe-servings = 何人分か（省くと 1）
cli-food-recipe-yield = できあがりの重さ（g、省くと材料の合計）
cli-food-recipe-part = 材料: 小麦粉=200g
cli-food-delete = 自分の食品やレシピを削除する（記録した食事はそのまま）
cli-food-deleted = 削除しました。記録した食事の値は変わりません。
cli-food-favourite = 食品をお気に入りにする。食品を省くと一覧
cli-food-favourite-remove = お気に入りから外す
cli-food-favourite-none = お気に入りはまだありません。
cli-food-favourite-set = お気に入り: { $name }
cli-food-favourite-unset = お気に入りから外しました。
cli-food-recents = 最近食べたもの（よく食べる順）
cli-food-recents-none = 最近の食事の記録はありません。
cli-food-times = { $times }回
cli-food-licences = 値の出典と利用条件
cli-food-intake = 数日間に食べたものと、日本人の食事摂取基準（2025年版）
cli-food-intake-examples =
    例:
      mimamori food intake
      mimamori food intake --from 2026-04-01 --to 2026-04-25
cli-food-intake-from = 最初の日（省くと最後の日の6日前）
cli-food-intake-to = 最後の日（省くと今日）
cli-food-intake-head = { $from }〜{ $to }: { $days }日のうち{ $recorded }日に記録があります。平均はその日々のものです。
cli-food-intake-mean = 平均
cli-food-intake-range = 少ない日〜多い日
cli-food-intake-reference = 基準値（1日）
cli-food-intake-known = 分かっている品
cli-food-intake-none = この期間の食事の記録はありません。
cli-food-intake-habit = 基準値は、およそ1か月の習慣的な摂取量についてのものです。1日の値からはほとんど何も言えません。記録で分からないものは平均に入っていません。
cli-food-intake-few = 記録のある日が少ないので、基準値とは比べていません。
cli-food-basis-unknown = 基準値を示せません。生年月日と性別（女性・男性）が必要です。
cli-food-basis-not-adult = 基準値を示せません。ここにあるのは成人の値だけです。
cli-food-basis-pregnancy = 基準値を示せません。妊娠中・授乳中の値はここにありません。助産師や医師に聞いてください。
cli-food-basis-activity = 身体活動レベルが分からないので、必要なエネルギーは全レベルの幅で示しています。
cli-food-transcription = 基準値: { $title }（{ $publisher }）。当アプリによる書き写しです。公式の表と照合してください。
