package org.mimamori.app

import android.graphics.Bitmap
import androidx.compose.ui.graphics.asAndroidBitmap
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextInput
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.mimamori.companion.KeystoreVault
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import java.io.File
import javax.crypto.spec.SecretKeySpec

/** The app on a phone whose keystore is made of software: Robolectric has none. */
class TestedApplication : MimamoriApplication() {
    override fun vault() = KeystoreVault(File(noBackupFilesDir, "keys")) { SecretKeySpec(ByteArray(32) { 7 }, "AES") }
}

/** The whole app, from the tap to the encrypted file and back. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestedApplication::class, qualifiers = "ja-rJP-w411dp-h891dp-xhdpi")
class MainActivityTest {
    @get:Rule
    val rule = createAndroidComposeRule<MainActivity>()

    @Test
    fun somebody_new_gives_a_name_and_sees_their_first_day_with_the_strap() {
        wait("お名前")
        picture("welcome")
        rule.onNodeWithText("はじめる").performClick()
        wait("入力してください。")
        rule.onNode(hasSetTextAction()).performTextInput("佐藤 恵子")
        rule.onNodeWithText("はじめる").performClick()
        wait("佐藤 恵子さん")
        wait("Practice strapにつながり、肌に触れています。")
        picture("first-day")
    }

    private fun wait(text: String) = rule.waitUntil(30_000) {
        rule.onAllNodes(hasText(text) or hasContentDescription(text)).fetchSemanticsNodes().isNotEmpty()
    }

    private fun picture(name: String) {
        val folder = File(System.getProperty("mimamori.pictures") ?: "build/pictures").apply { mkdirs() }
        val picture = rule.onRoot().captureToImage().asAndroidBitmap()
        File(folder, "$name.png").outputStream().use { picture.compress(Bitmap.CompressFormat.PNG, 100, it) }
    }
}
