# 提案、傾向、いっしょに起こりやすかったこと。事実と小さな一歩だけ。病名、薬、原因は言わない。

suggest-rest-today-title = 今日は無理をせずに過ごしましょう
suggest-rest-today-reason = 夜の心拍数が、いつもより { $value } 高い値でした。
suggest-rest-today-source = 夜の心拍数のお知らせから
suggest-measure-pressure-title = 朝と夜に血圧を測りましょう
suggest-measure-pressure-reason = この7日間で測ったのは{ $value }日です。平均を見るには、少なくとも{ $goal }日必要です。
suggest-measure-pressure-source = JSH2019ガイドライン
suggest-sleep-longer-title = 今夜は30分早く布団に入りましょう
suggest-sleep-longer-reason = { $days }晩の平均で、睡眠は{ $value }でした。成人には少なくとも{ $goal }が必要とされています。
suggest-sleep-longer-source = 健康づくりのための睡眠ガイド2023（厚生労働省）
suggest-walk-more-title = 今日は10分多く歩きましょう
suggest-walk-more-reason = { $days }日間の平均は1日 { $value } でした。すすめられているのは { $goal } です。10分でおよそ1,000歩です。
suggest-walk-more-source = 健康づくりのための身体活動・運動ガイド2023（厚生労働省）
suggest-less-salt-title = 汁やしょうゆを少し残しましょう
suggest-less-salt-reason = 記録した食事の食塩は、{ $days }日間の平均で1日 { $value } でした。目標は { $goal } 未満です。
suggest-less-salt-source = 日本人の食事摂取基準（2025年版）
suggest-more-vegetables-title = 野菜やきのこを一皿増やしましょう
suggest-more-vegetables-reason = 記録した食事の食物繊維は、{ $days }日間の平均で1日 { $value } でした。目標は { $goal } 以上です。
suggest-more-vegetables-source = 日本人の食事摂取基準（2025年版）
suggest-earlier-dinner-title = 今日は夕食を早めにとりましょう
suggest-earlier-dinner-reason = 記録のある{ $days }日の夜のうち、{ $value }日は夕食が21時以降でした。遅い食事は睡眠の妨げになることがあります。
suggest-earlier-dinner-source = 健康づくりのための睡眠ガイド2023（厚生労働省）

followed-weight = 体重
followed-morning-pressure = 朝の上の血圧
followed-sleep = 睡眠
followed-steps = 歩数
followed-resting-heart-rate = 安静時心拍数

trend-line = { $clear ->
        [up] 1週間に { $change } ずつ増えています（{ $low } から { $high }）
        [down] 1週間に { $change } ずつ減っています（{ $low } から { $high }）
       *[none] はっきりした傾向はありません
    }
trend-days = { $days }日分、中央値 { $middle }

factor-late-dinner = 夕食が21時以降だった日
factor-habit = 「{ $name }」の日
together-line =
    { $factor }の翌日は、{ $value }が { $change } { $way ->
        [higher] 高い・多い
       *[lower] 低い・少ない
    }傾向がありました（{ $pairs }組の日を比べました）。
together-caution = いっしょに起こりやすかった、というだけです。どちらかが原因とは言えません。10行に1行は偶然かもしれません。
