package org.mimamori.ui

import org.mimamori.companion.Day
import org.mimamori.companion.Habit
import org.mimamori.companion.HeartDay
import org.mimamori.companion.Meal
import org.mimamori.companion.Notice
import org.mimamori.companion.NutrientTotal
import org.mimamori.companion.PersonId
import org.mimamori.companion.RecordId
import org.mimamori.companion.Severity
import org.mimamori.companion.VitalReading
import java.time.Instant
import java.time.LocalDate
import java.time.LocalTime
import java.time.ZoneId

/** One ordinary day with a notice, in both languages, as the core would tell it. */
object Scene {
    val PERSON = PersonId("019ae000-0000-7000-8000-000000000001")
    val ZONE: ZoneId = ZoneId.of("Asia/Tokyo")
    val DATE: LocalDate = LocalDate.of(2026, 11, 22)
    val CLOCK: LocalTime = LocalTime.of(12, 20)
    val NOW: Instant = DATE.atTime(CLOCK).atZone(ZONE).toInstant()

    fun at(hour: Int, minute: Int): Instant = DATE.atTime(hour, minute).atZone(ZONE).toInstant()

    val EMPTY = Day(DATE, dateWords = "11月22日（日）", name = "佐藤 恵子")

    private val NOTICE = Notice(
        id = RecordId("notice"),
        severity = Severity.Strong,
        title = "夜の心拍数が、ふだんより高い日が続いています",
        fact = "この2晩、寝ている間の心拍数が 71 bpm で、ふだんの 58〜63 bpm より高くなっています。",
        evidence = "11月20日の夜は 69 bpm、21日の夜は 71 bpm でした。" +
            "ふだんの範囲は、この28日のうち測れた24日から出しました。",
        canComeWith = "寝不足、お酒、かぜのひきはじめ、発熱、強い疲れなど。",
        whatToDo = "今日は早めに休み、水分をとってください。体温をはかって記録しておくと、あとで役に立ちます。",
        seekCare = "息苦しい、胸が痛む、気を失いそうになるときは、すぐに119番へ。" +
            "熱が続くときは、かかりつけ医に相談してください。",
        disclaimer = "これは診断ではありません。",
        source = "夜の心拍数を、その人のふだんの範囲とくらべる決まり。",
    )

    val JAPANESE = Day(
        date = DATE,
        dateWords = "11月22日（日）",
        name = "佐藤 恵子",
        notices = listOf(NOTICE),
        heart = HeartDay(latest = 64, latestAt = at(7, 12), lowest = 52, highest = 96),
        steps = 3482,
        meals = listOf(
            Meal(RecordId("m1"), "7:40", "朝食", listOf("ごはん", "みそ汁", "焼き鮭"), 480.0),
            Meal(RecordId("m2"), "10:15", "間食", listOf("りんご"), null),
        ),
        nutrients = listOf(NutrientTotal("エネルギー", "480 kcal", known = 3, items = 4)),
        habits = listOf(
            Habit(RecordId("h1"), "朝の散歩", kept = true, streak = 12),
            Habit(RecordId("h2"), "血圧をはかる", kept = false, streak = 5),
            Habit(RecordId("h3"), "ストレッチ", kept = false, streak = 0),
        ),
        vitals = listOf(
            VitalReading(RecordId("v1"), "7:05", "血圧", "128/76 mmHg"),
            VitalReading(RecordId("v2"), "7:08", "体重", "54.2 kg"),
        ),
    )

    val ENGLISH = JAPANESE.copy(
        dateWords = "Sunday, November 22",
        name = "Keiko Sato",
        notices = listOf(
            NOTICE.copy(
                title = "Your heart rate at night has been above your usual",
                fact = "For two nights your heart rate while asleep was 71 bpm. Your usual is 58 to 63 bpm.",
                evidence = "69 bpm in the night of November 20, 71 bpm in the night of November 21. " +
            "Your usual range comes from the 24 of the last 28 days that had enough data.",
                canComeWith = "Too little sleep, alcohol, a cold that is starting, fever, heavy exertion.",
                whatToDo = "Rest early today and drink enough. Taking your temperature now can help later.",
                seekCare = "Call 119 at once if you are short of breath, have chest pain or feel faint. " +
                    "If a fever lasts, ask your doctor.",
                disclaimer = "This is not a diagnosis.",
                source = "A rule that compares the nights with the person's own usual range.",
            ),
        ),
        meals = listOf(
            Meal(RecordId("m1"), "7:40 AM", "Breakfast", listOf("Rice", "miso soup", "grilled salmon"), 480.0),
            Meal(RecordId("m2"), "10:15 AM", "Snack", listOf("Apple"), null),
        ),
        nutrients = listOf(NutrientTotal("Energy", "480 kcal", known = 3, items = 4)),
        habits = listOf(
            Habit(RecordId("h1"), "Morning walk", kept = true, streak = 12),
            Habit(RecordId("h2"), "Measure blood pressure", kept = false, streak = 5),
            Habit(RecordId("h3"), "Stretching", kept = false, streak = 0),
        ),
        vitals = listOf(
            VitalReading(RecordId("v1"), "7:05", "Blood pressure", "128/76 mmHg"),
            VitalReading(RecordId("v2"), "7:08", "Weight", "54.2 kg"),
        ),
    )
}
