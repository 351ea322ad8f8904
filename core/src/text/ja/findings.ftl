# 事実と、その根拠を述べる。病名を挙げず、診断せず、「異常なし」とも言わない。
# $reader は patient か caregiver。$name は、見守る相手の名前。

finding-night-heart-rate-high-title = 夜の心拍数がいつもより高めです
finding-night-heart-rate-high-fact =
    { $reader ->
        [caregiver] { $name }さんの夜の心拍数
       *[patient] 夜の心拍数
    }{ $run ->
        [1] は { $value } でした。いつもは { $usual } です。
       *[other] が、いつもより高い状態が{ $run }晩続いています。最も高い夜で { $value }、いつもは { $usual } です。
    }
finding-night-heart-rate-high-can-come-with = お酒、遅い時間の食事、ストレス、暑さ、激しい運動、寝不足、感染症などのときに、こうなることがあります。
finding-night-heart-rate-high-what-to-do =
    { $reader ->
        [caregiver] { $name }さんに、体調をたずねてみてください。具合が悪いとき、または何日も続くときは、この記録を持って、いっしょに医師に相談することをご検討ください。
       *[patient] 今日は無理をせず、水分をとって、早めに休みましょう。具合が悪いとき、または何日も続くときは、この記録を見せて医師に相談することをご検討ください。
    }
finding-night-heart-rate-high-source = その人自身のこれまでの夜と比べています。参考：Alavi ほか、Nature Medicine 28巻 175–184ページ（2022年）。

finding-resting-heart-rate-high-title = 安静時の心拍数がいつもより高めです
finding-resting-heart-rate-high-fact =
    { $reader ->
        [caregiver] { $name }さんの安静時の心拍数
       *[patient] 安静時の心拍数
    }{ $run ->
        [1] は { $value } でした。いつもは { $usual } です。
       *[other] が、いつもより高い状態が{ $run }日続いています。最も高い日で { $value }、いつもは { $usual } です。
    }
finding-resting-heart-rate-high-can-come-with = お酒、ストレス、暑さ、激しい運動、寝不足、感染症などのときに、こうなることがあります。
finding-resting-heart-rate-high-what-to-do =
    { $reader ->
        [caregiver] { $name }さんに、体調をたずねてみてください。具合が悪いとき、または何日も続くときは、この記録を持って、いっしょに医師に相談することをご検討ください。
       *[patient] 無理をせず、水分をとって、早めに休みましょう。具合が悪いとき、または何日も続くときは、この記録を見せて医師に相談することをご検討ください。
    }
finding-resting-heart-rate-high-source = 機器が示した1日ごとの値を、その人自身のこれまでの日と比べています。参考：Alavi ほか、Nature Medicine 28巻 175–184ページ（2022年）。

finding-heart-rate-high-title = 安静時の心拍数が高めです
finding-heart-rate-high-fact =
    { $reader ->
        [caregiver] { $name }さんがほとんど歩いていない間に、
       *[patient] ほとんど歩いていない間に、
    }心拍数が { $usual } を超えた状態が{ $duration }続きました。最も高いときは { $value } でした。
finding-heart-rate-high-can-come-with = 緊張や興奮、痛み、カフェイン、お酒、暑さ、水分不足、発熱、直前の運動などのときに、こうなることがあります。
finding-heart-rate-high-what-to-do =
    { $reader ->
        [caregiver] { $name }さんに、体調をたずねてみてください。座って休み、水分をとって、10分後にもう一度測るとよいでしょう。高いままのとき、またはくり返すときは、この記録を持って、いっしょに医師に相談することをご検討ください。
       *[patient] 座って休み、水分をとって、10分後にもう一度測ってみましょう。高いままのとき、またはくり返すときは、この記録を見せて医師に相談することをご検討ください。
    }
finding-heart-rate-high-source = 安静時に上限を10分超えたときにお知らせします。上限は変更できます。はじめの値の 120 bpm は、Apple の「高心拍数の通知」と同じです（サポート記事 HT208931）。

finding-heart-rate-low-title = 安静時の心拍数が低めです
finding-heart-rate-low-fact =
    { $reader ->
        [caregiver] { $name }さんがほとんど歩いていない間に、
       *[patient] ほとんど歩いていない間に、
    }心拍数が { $usual } を下回った状態が{ $duration }続きました。最も低いときは { $value } でした。
finding-heart-rate-low-can-come-with = 深い眠り、よく運動している体、一部の薬などで、こうなることがあります。
finding-heart-rate-low-what-to-do =
    { $reader ->
        [caregiver] { $name }さんに、体調をたずねてみてください。めまい、強いだるさ、力の入りにくさがあるときは、この記録を持って、いっしょに医師に相談することをご検討ください。薬は、相談せずに変えないようにしてください。
       *[patient] めまい、強いだるさ、力の入りにくさがあるときは、座るか横になって休み、この記録を見せて医師に相談することをご検討ください。薬は、相談せずに変えないでください。
    }
finding-heart-rate-low-source = 安静時に下限を10分下回ったときにお知らせします。下限は変更できます。はじめの値の 40 bpm は、Apple の「低心拍数の通知」と同じです（サポート記事 HT208931）。

finding-evidence = { $when }{ $ground }
finding-evidence-night = { $date }の朝までの夜の記録です。
finding-evidence-day = { $date }の記録です。
finding-evidence-time = { $date } { $from }から{ $to }までの記録です。
finding-evidence-usual =
    「いつも」の範囲は、これまでの{ $days }晩から求めました{ $missing ->
        [0] 。
       *[other] （ほかの{ $missing }晩は記録が足りませんでした）。
    }
finding-evidence-usual-days =
    「いつも」の範囲は、これまでの{ $days }日から求めました{ $missing ->
        [0] 。
       *[other] （ほかの{ $missing }日は記録が足りませんでした）。
    }
finding-evidence-limit = お知らせの設定は { $limit } です。

finding-seek-care =
    { $reader ->
        [caregiver] { $name }さんに、胸の痛み、失神（気を失うこと）、息苦しさ、顔や片側の手足の急な力の入りにくさ、急にろれつが回らないなどの症状があるときは、数値にかかわらず、すぐに119番に電話してください。
       *[patient] 胸の痛み、失神（気を失うこと）、息苦しさ、顔や片側の手足の急な力の入りにくさ、急にろれつが回らないなどの症状があるときは、数値にかかわらず、すぐに119番に電話してください。
    }
finding-no-diagnosis = これは診断ではありません。お知らせがなくても、問題がないという意味ではありません。
