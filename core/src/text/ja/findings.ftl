# 事実と、その根拠を述べる。病名を挙げず、診断せず、「異常なし」とも言わない。
# $reader は patient か caregiver。$name は、見守る相手の名前。

finding-night-heart-rate-high-title = 夜の心拍数がいつもより高めです
finding-night-heart-rate-high-fact =
    { $reader ->
        [caregiver] { $name }さんの夜の心拍数
       *[patient] 夜の心拍数
    }{ $run ->
        [1] は { $value } でした。いつもは { $usual } です。
       *[other] が、いつもより高い状態が{ $run }晩{ $over ->
            [yes] 続きました
           *[no] 続いています
        }。最も高い夜で { $value }、いつもは { $usual } です。
    }
finding-night-heart-rate-high-can-come-with = お酒、遅い時間の食事、ストレス、暑さ、激しい運動、寝不足、感染症などのときに、こうなることがあります。
finding-night-heart-rate-high-what-to-do =
    { $reader ->
        [caregiver] { $name }さんに、体調をたずねてみてください。具合が悪いとき、または何日も続くときは、この記録を持って、いっしょに医師に相談してみてください。
       *[patient] { $over ->
            [yes] 具合が悪いとき、またはくり返すときは、
           *[no] 今日は無理をせず、水分をとって、早めに休みましょう。具合が悪いとき、または何日も続くときは、
        }この記録を見せて医師に相談してみてください。
    }
finding-night-heart-rate-high-source = その人自身のこれまでの夜と比べています。参考：Alavi ほか、Nature Medicine 28巻 175–184ページ（2022年）。

finding-resting-heart-rate-high-title = 安静時の心拍数がいつもより高めです
finding-resting-heart-rate-high-fact =
    { $reader ->
        [caregiver] { $name }さんの安静時の心拍数
       *[patient] 安静時の心拍数
    }{ $run ->
        [1] は { $value } でした。いつもは { $usual } です。
       *[other] が、いつもより高い状態が{ $run }日{ $over ->
            [yes] 続きました
           *[no] 続いています
        }。最も高い日で { $value }、いつもは { $usual } です。
    }
finding-resting-heart-rate-high-can-come-with = お酒、ストレス、暑さ、激しい運動、寝不足、感染症などのときに、こうなることがあります。
finding-resting-heart-rate-high-what-to-do =
    { $reader ->
        [caregiver] { $name }さんに、体調をたずねてみてください。具合が悪いとき、または何日も続くときは、この記録を持って、いっしょに医師に相談してみてください。
       *[patient] { $over ->
            [yes] 具合が悪いとき、またはくり返すときは、
           *[no] 無理をせず、水分をとって、早めに休みましょう。具合が悪いとき、または何日も続くときは、
        }この記録を見せて医師に相談してみてください。
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
        [caregiver] { $name }さんに、体調をたずねてみてください。座って休み、水分をとって、10分後にもう一度測るとよいでしょう。高いままのとき、またはくり返すときは、この記録を持って、いっしょに医師に相談してみてください。
       *[patient] 座って休み、水分をとって、10分後にもう一度測ってみましょう。高いままのとき、またはくり返すときは、この記録を見せて医師に相談してみてください。
    }
finding-heart-rate-high-source = Apple の「高心拍数の通知」と同じく、安静時に上限を10分超えたときにお知らせします（サポート記事 HT208931）。上限は変更できます。はじめの値の 120 bpm は、Apple で選べる値の一つです。

finding-heart-rate-low-title = 安静時の心拍数が低めです
finding-heart-rate-low-fact =
    { $reader ->
        [caregiver] { $name }さんがほとんど歩いていない間に、
       *[patient] ほとんど歩いていない間に、
    }心拍数が { $usual } を下回った状態が{ $duration }続きました。最も低いときは { $value } でした。
finding-heart-rate-low-can-come-with = 深い眠り、よく運動している体、一部の薬などで、こうなることがあります。
finding-heart-rate-low-what-to-do =
    { $reader ->
        [caregiver] { $name }さんに、体調をたずねてみてください。めまい、強いだるさ、力の入りにくさがあるときは、この記録を持って、いっしょに医師に相談してみてください。薬は、相談せずに変えないようにしてください。
       *[patient] めまい、強いだるさ、力の入りにくさがあるときは、座るか横になって休み、この記録を見せて医師に相談してみてください。薬は、相談せずに変えないでください。
    }
finding-heart-rate-low-source = Apple の「低心拍数の通知」と同じく、安静時に下限を10分下回ったときにお知らせします（サポート記事 HT208931）。下限は変更できます。はじめの値の 40 bpm は、Apple で選べるいちばん低い値です。

finding-irregular-rhythm-title = 安静時の脈のリズムが一定でないようです
finding-irregular-rhythm-fact =
    { $reader ->
        [caregiver] { $name }さんがほとんど歩いていない間の短い確認{ $run }回のうち{ $value }回で、
       *[patient] ほとんど歩いていない間の短い確認{ $run }回のうち{ $value }回で、
    }脈の間隔に決まったリズムが見られませんでした。
finding-irregular-rhythm-can-come-with = 少し早く打つ脈が多いとき、心臓のリズムが一定でないとき、お酒、寝不足、発熱のとき、またはベルトがずれているときに、こうなることがあります。どれにあたるかは、心電図を調べないとわかりません。
finding-irregular-rhythm-what-to-do =
    { $reader ->
        [caregiver] { $name }さんに、体調と、ベルトがきちんと着いていたかをたずねてみてください。数日のうちに、この記録を持って、いっしょに医師に相談してみてください。くり返すとき、動悸、めまい、強いだるさがあるときは、早めに相談してください。薬は、相談せずに変えないようにしてください。
       *[patient] ベルトを湿らせ、しっかり着いているか確かめてください。数日のうちに、この記録を見せて医師に相談してみてください。くり返すとき、動悸、めまい、強いだるさがあるときは、早めに相談してください。薬は、相談せずに変えないでください。
    }
finding-irregular-rhythm-source = 安静時の6回の確認のうち5回で一定でなく、それが65分以上にわたったときにお知らせします。Apple の「不規則な心拍の通知」と同じ条件です（FDA DEN180042、Perez ほか、New England Journal of Medicine 381巻 1909–1917ページ、2019年）。確認の方法：Lake と Moorman、American Journal of Physiology 300巻 H319–H325ページ（2011年）と、MIT-BIH の公開データ。

finding-blood-pressure-high-title = 家庭血圧の平均が高めです
finding-blood-pressure-high-fact =
    { $reader ->
        [caregiver] { $name }さんの{ $occasion ->
            [morning] 朝
           *[evening] 夜
        }の血圧は、{ $run }日間の平均で { $value } でした。
       *[patient] { $occasion ->
            [morning] 朝
           *[evening] 夜
        }の血圧は、{ $run }日間の平均で { $value } でした。
    }
finding-blood-pressure-high-can-come-with = 塩分のとりすぎ、寝不足、ストレス、痛み、寒さ、お酒、薬の飲み忘れ、カフの大きさが合わないことなどで、こうなることがあります。
finding-blood-pressure-high-what-to-do =
    { $reader ->
        [caregiver] { $severity ->
            [strong] 数日のうちに、この記録を持って、{ $name }さんといっしょに医師に相談してください。
           *[notice] { $name }さんが同じ時間に測り続けられるよう手伝い、次の受診のときに、この記録を見せるようすすめてください。
        }薬は、相談せずに変えないようにしてください。
       *[patient] { $severity ->
            [strong] 数日のうちに、この記録を見せて医師に相談してください。
           *[notice] 座って2分ほど休んでから、毎日同じ時間に測り続けましょう。次の受診のときに、この記録を見せてください。
        }薬は、相談せずに変えないでください。
    }
finding-blood-pressure-high-source = 5日から7日の、朝だけ、または夜だけの平均です。135/85 mmHg は、家庭での測定の基準です（日本のJSH2019ガイドライン、欧州のESH2021ガイドライン）。

finding-blood-pressure-very-high-title = とても高い血圧が測定されました
finding-blood-pressure-very-high-fact =
    { $reader ->
        [caregiver] { $name }さんの血圧は { $value } でした{ $run ->
            [1] 。
           *[other] （同じくらい高い値が{ $run }回）。
        }
       *[patient] 血圧は { $value } でした{ $run ->
            [1] 。
           *[other] （同じくらい高い値が{ $run }回）。
        }
    }
finding-blood-pressure-very-high-can-come-with = 痛み、緊張や興奮、直前の運動、トイレのがまん、薬の飲み忘れ、カフのずれなどで、こうなることがあります。
finding-blood-pressure-very-high-what-to-do =
    { $reader ->
        [caregiver] { $severity ->
            [strong] 高い値が続きました。今すぐ、いっしょに医師または救急相談（#7119）に連絡してください。
           *[notice] { $name }さんに、座って5分休み、もう一度測るよう伝えてください。まだ 180/120 mmHg 以上なら、今日のうちに、いっしょに医師に連絡してください。
        }
       *[patient] { $severity ->
            [strong] 高い値が続きました。今すぐ、医師または救急相談（#7119）に連絡してください。
           *[notice] 座って5分休み、もう一度測りましょう。まだ 180/120 mmHg 以上なら、今日のうちに医師に連絡してください。
        }
    }
finding-blood-pressure-very-high-source = 180/120 mmHg 以上では測り直し、続くときは医師に連絡する：米国心臓協会（AHA）。

finding-blood-pressure-low-title = 血圧が低く、症状もありました
finding-blood-pressure-low-fact =
    { $reader ->
        [caregiver] { $name }さんの血圧は { $value } でした。その前後2時間以内に、関係があるかもしれない症状も記録されています。
       *[patient] 血圧は { $value } でした。その前後2時間以内に、関係があるかもしれない症状も記録されています。
    }
finding-blood-pressure-low-can-come-with = 水分不足、暑さ、急に立ち上がること、熱いお風呂、出血、感染症、一部の薬などで、こうなることがあります。
finding-blood-pressure-low-what-to-do =
    { $reader ->
        [caregiver] { $name }さんに、座るか横になってもらい、そばにいてください。すぐにおさまらないときは、今日のうちに、いっしょに医師に連絡してください。薬は、相談せずに変えないようにしてください。
       *[patient] おさまるまで、座るか横になって休み、ゆっくり立ち上がってください。すぐにおさまらないときは、今日のうちに医師に連絡してください。薬は、相談せずに変えないでください。
    }
finding-blood-pressure-low-source = 90 mmHg 以下は、NEWS2（英国王立内科医協会 2017年）でいちばん低い区分です。この値でも元気な人は多いため、症状があるときだけお知らせします。

finding-weight-gain-title = 体重が急に増えています
finding-weight-gain-fact =
    { $reader ->
        [caregiver] { $name }さんの体重は { $value } で、{ $run }日前（{ $usual }）より { $change } 増えています。
       *[patient] 体重は { $value } で、{ $run }日前（{ $usual }）より { $change } 増えています。
    }
finding-weight-gain-can-come-with = 体に水がたまること、いつもより多い塩分や水分、着ている服の違いなどで、こうなることがあります。
finding-weight-gain-what-to-do =
    { $reader ->
        [caregiver] { $name }さんに、足のむくみや息切れがないかたずね、元気なときも、今日のうちに、いっしょに担当の医師または看護師に連絡してください。薬は、相談せずに変えないようにしてください。
       *[patient] 足のむくみや息切れがないか確かめ、元気なときも、今日のうちに担当の医師または看護師に連絡してください。薬は、相談せずに変えないでください。
    }
finding-weight-gain-source = プロフィールに心臓の働きが弱いとある人で、3日間に 2 kg を超える増加：欧州心臓病学会（heartfailurematters.org）。

finding-oxygen-low-title = 血中酸素飽和度が低めです
finding-oxygen-low-fact =
    { $reader ->
        [caregiver] { $name }さんの血中酸素飽和度は { $value } でした{ $run ->
            [1] 。
           *[other] （低い値が{ $run }回）。
        }
       *[patient] 血中酸素飽和度は { $value } でした{ $run ->
            [1] 。
           *[other] （低い値が{ $run }回）。
        }
    }
finding-oxygen-low-can-come-with = 指先の冷え、マニキュア、体の動き、測定器のずれ、高い場所、肺や心臓の病気などで、こうなることがあります。
finding-oxygen-low-what-to-do =
    { $reader ->
        [caregiver] { $severity ->
            [strong] 続けて2回、低い値でした。今すぐ、いっしょに医療機関に連絡してください。医師から{ $name }さんの基準を聞いているときは、それに従ってください。
           *[notice] { $name }さんに、手を温め、座って5分休み、もう一度測るよう伝えてください。2回とも 93〜94% なら今日のうちに医師に電話し、2回とも 92% 以下なら、今すぐ医療機関にかかってください。医師から{ $name }さんの基準を聞いているときは、それに従ってください。
        }
       *[patient] { $severity ->
            [strong] 続けて2回、低い値でした。今すぐ医療機関に連絡してください。医師からご自分の基準を聞いているときは、それに従ってください。
           *[notice] 手を温め、座って5分休み、もう一度測りましょう。2回とも 93〜94% なら今日のうちに医師に電話し、2回とも 92% 以下なら、今すぐ医療機関にかかってください。医師からご自分の基準を聞いているときは、それに従ってください。
        }
    }
finding-oxygen-low-source = ふつうは 95% 以上です。93〜94% と 92% 以下は、英国NHSの在宅オキシメトリーの区切りです。慢性の肺の病気や在宅酸素の人には、NEWS2 の目標 88〜92% を使います。

finding-temperature-high-title = 体温が高めです
finding-temperature-high-fact =
    { $reader ->
        [caregiver] { $name }さんの体温は { $value } でした。
       *[patient] 体温は { $value } でした。
    }
finding-temperature-high-can-come-with = 感染症、予防接種、暑さ、直前のお風呂や運動などで、こうなることがあります。
finding-temperature-high-what-to-do =
    { $reader ->
        [caregiver] { $name }さんに、休んで水分をとり、数時間後にもう一度測るよう伝えてください。{ $severity ->
            [strong] 38℃以上が3日を超えて続くとき、ぐったりしている、水分がとれない、様子がおかしいときは、いっしょに医師に連絡してください。
           *[notice] さらに上がるとき、具合が悪くなるときは、いっしょに医師に連絡してください。
        }
       *[patient] 休んで水分をとり、数時間後にもう一度測りましょう。{ $severity ->
            [strong] 38℃以上が3日を超えて続くとき、ぐったりする、水分がとれないときは、医師に連絡してください。
           *[notice] さらに上がるとき、具合が悪くなるときは、医師に連絡してください。
        }
    }
finding-temperature-high-source = 37.5℃と38.0℃は、感染症法の届出基準の区切りです。

finding-temperature-low-title = 体温が低めです
finding-temperature-low-fact =
    { $reader ->
        [caregiver] { $name }さんの体温は { $value } でした。
       *[patient] 体温は { $value } でした。
    }
finding-temperature-low-can-come-with = 寒い部屋、ぬれた服、体温計の当て方、一部の薬などで、こうなることがあります。
finding-temperature-low-what-to-do =
    { $reader ->
        [caregiver] { $name }さんの体を温め、15分後にもう一度測ってください。35℃以下が続くとき、強くふるえる、眠りがち、様子がおかしいときは、今すぐ医療機関に連絡してください。
       *[patient] 体を温め、15分後にもう一度測りましょう。35℃以下が続くとき、強くふるえる、眠くてたまらない、頭がぼんやりするときは、今すぐ医療機関に連絡してください。
    }
finding-temperature-low-source = 35.0℃以下は、NEWS2（英国王立内科医協会 2017年）でいちばん低い区分です。

finding-glucose-high-title = 血糖値が高めです
finding-glucose-high-fact =
    { $reader ->
        [caregiver] { $name }さんの血糖値は { $value } でした{ $run ->
            [1] 。
           *[other] （基準を超えた値が{ $run }回）。
        }
       *[patient] 血糖値は { $value } でした{ $run ->
            [1] 。
           *[other] （基準を超えた値が{ $run }回）。
        }
    }
finding-glucose-high-can-come-with = 直前の食事や甘い飲み物、指についた糖分、体調不良、ストレス、薬の飲み忘れなどで、こうなることがあります。
finding-glucose-high-what-to-do =
    { $reader ->
        [caregiver] { $severity ->
            [strong] 基準を超えた値が続きました。今日のうちに、いっしょに担当の医師に連絡してください。
           *[notice] { $name }さんに、手を洗ってもう一度測り、水を飲むよう伝えてください。高いままなら、いっしょに担当の医師に連絡してください。
        }吐く、うとうとする、深く速い呼吸をするときは、今すぐ医療機関にかかってください。
       *[patient] { $severity ->
            [strong] 基準を超えた値が続きました。今日のうちに担当の医師に連絡してください。
           *[notice] 手を洗ってもう一度測り、水を飲みましょう。高いままなら、担当の医師に連絡してください。
        }吐く、うとうとする、深く速い呼吸になるときは、今すぐ医療機関にかかってください。
    }
finding-glucose-high-source = 250 mg/dL を超える値は、2019年の国際合意（Battelino ほか、Diab. Care 42巻 1593ページ）でレベル2の高い値です。

finding-glucose-low-title = 血糖値が低めです
finding-glucose-low-fact =
    { $reader ->
        [caregiver] { $name }さんの血糖値は { $value } でした。
       *[patient] 血糖値は { $value } でした。
    }
finding-glucose-low-can-come-with = 食事が遅い・少ない、いつもより多い運動、お酒、一部の薬などで、こうなることがあります。
finding-glucose-low-what-to-do =
    { $reader ->
        [caregiver] { $name }さんが起きていて飲み込めるなら、すぐに効く甘いものをとってもらい、15分後にもう一度測ってください。呼んでも起きない、飲み込めないときは、口に何も入れず、すぐに119番に電話してください。{ $severity ->
            [strong] これほど低い値は、今日のうちに担当の医師に伝えてください。
           *[notice] くり返すときは、担当の医師に伝えてください。
        }
       *[patient] すぐに効く甘いものをとって座り、15分後にもう一度測りましょう。だれかにそばにいてもらってください。{ $severity ->
            [strong] これほど低い値は、今日のうちに担当の医師に伝えてください。
           *[notice] くり返すときは、担当の医師に伝えてください。
        }
    }
finding-glucose-low-source = 70 mg/dL 未満と 54 mg/dL 未満は、International Hypoglycaemia Study Group（Diab. Care 40巻 155ページ、2017年）のレベル1と2です。

finding-breathing-fast-title = 呼吸が速めです
finding-breathing-fast-fact =
    { $reader ->
        [caregiver] { $name }さんの呼吸は { $value } でした。
       *[patient] 呼吸は { $value } でした。
    }
finding-breathing-fast-can-come-with = 運動、緊張や興奮、痛み、発熱、肺や心臓の病気などで、こうなることがあります。
finding-breathing-fast-what-to-do =
    { $reader ->
        [caregiver] { $name }さんに、上体を起こして休んでもらい、1分間数え直してください。{ $severity ->
            [strong] まだ25回以上なら、今すぐ、いっしょに医療機関に連絡してください。
           *[notice] 20回を超えたままのとき、息苦しさがあるときは、今日のうちに、いっしょに医師に連絡してください。
        }
       *[patient] 上体を起こして休み、1分間数え直しましょう。{ $severity ->
            [strong] まだ25回以上なら、今すぐ医療機関に連絡してください。
           *[notice] 20回を超えたままのとき、息苦しさがあるときは、今日のうちに医師に連絡してください。
        }
    }
finding-breathing-fast-source = 1分に21回と25回は、NEWS2（英国王立内科医協会 2017年）の区切りです。

finding-breathing-slow-title = 呼吸が遅めです
finding-breathing-slow-fact =
    { $reader ->
        [caregiver] { $name }さんの呼吸は { $value } でした。
       *[patient] 呼吸は { $value } でした。
    }
finding-breathing-slow-can-come-with = 深い眠り、お酒、痛み止めや睡眠薬などで、こうなることがあります。
finding-breathing-slow-what-to-do =
    { $reader ->
        [caregiver] { $name }さんに声をかけ、1分間数え直してください。起こしにくい、唇が青いときは、すぐに119番に電話してください。
       *[patient] 起きているときに、1分間数え直しましょう。8回以下のままのとき、ひどく眠いときは、今すぐ医療機関に連絡してください。
    }
finding-breathing-slow-source = 1分に8回以下は、NEWS2（英国王立内科医協会 2017年）でいちばん低い区分です。

finding-evidence = { $when }{ $ground }
finding-evidence-night = { $date }の朝までの夜の記録です。
finding-evidence-day = { $date }の記録です。
finding-evidence-measured =
    { $run ->
        [1] { $date } { $from }の測定です。
       *[other] { $date } { $from }から{ $same ->
            [yes] { $to }
           *[no] { $until } { $to }
        }までの{ $run }回の測定です。
    }
finding-evidence-average =
    { $date }までの{ $run }日間の平均です{ $missing ->
        [0] 。
       *[other] （7日間のうち{ $missing }日は測定がありません）。
    }
finding-evidence-published = このお知らせの基準は { $limit } です。
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
finding-evidence-checks =
    { $same ->
        [yes] { $date } { $from }から{ $to }までの記録です。
       *[no] { $date } { $from }から{ $until } { $to }までの記録です。
    }
finding-evidence-rhythm = 1回の確認では、続いたおよそ90拍を調べます。はっきりしない拍は除いています。
finding-evidence-limit = お知らせの設定は { $limit } です。

finding-seek-care =
    { $reader ->
        [caregiver] { $name }さんに、胸の痛み、失神（気を失うこと）、息苦しさ、顔や片側の手足の急な力の入りにくさ、急にろれつが回らないなどの症状があるときは、数値にかかわらず、すぐに119番に電話してください。
       *[patient] 胸の痛み、失神（気を失うこと）、息苦しさ、顔や片側の手足の急な力の入りにくさ、急にろれつが回らないなどの症状があるときは、数値にかかわらず、すぐに119番に電話してください。
    }
finding-no-diagnosis = これは診断ではありません。お知らせがなくても、問題がないという意味ではありません。
