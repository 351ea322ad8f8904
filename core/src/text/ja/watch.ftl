# 見守り：いつもならあるはずの記録が届いていないこと。

watch-phone-here = 記録はこの端末にあります。
watch-phone-heard = スマートフォンからの最後の連絡は{ $at }です。
watch-phone-silent = { $at }から、スマートフォンからの連絡がありません。電源が切れている、電波が届かない、電池がなくなったなどの場合があります。それからのことは、ここではわかりません。
watch-phone-never = スマートフォンからの連絡は、まだありません。
watch-missing = { $last }から記録がありません。いつもは{ $due }までに何か記録があります。
watch-unknown = 最後の記録は{ $last }です。そのあとのことはわかりません。
watch-usual = 最後の記録は{ $last }です。
watch-learning = 最後の記録は{ $last }です。日数が足りず、「いつも」がまだわかりません。
watch-nothing = 届くはずの記録は、まだありません。
watch-what-to-do = ベルトのつけ忘れ、電池切れ、お休みの日など、心配のない理由もあります。{ $name }さんに連絡して、様子をたずねてみてください。
watch-caution = 記録が届いていても無事とは限らず、届いていなくても何かあったとは限りません。
cli-watch = いつもならあるはずの、届いていない記録
cli-watch-examples =
    見守る人のための画面です。「いつも」は、その人自身のこの4週間から学びます。
    スマートフォンが静かなのか、その人が静かなのかを区別します。

    例:
      mimamori watch
      mimamori watch --person 花子 --json
