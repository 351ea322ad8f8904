package org.mimamori.companion

import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import java.io.File
import java.security.GeneralSecurityException
import javax.crypto.spec.SecretKeySpec

class KeystoreVaultTest {
    @get:Rule
    val folder = TemporaryFolder()

    private val secret = ByteArray(32) { it.toByte() }
    private val phone = SecretKeySpec(ByteArray(32) { 7 }, "AES")
    private val vault get() = KeystoreVault(folder.root) { phone }

    @Test
    fun a_secret_comes_back_as_it_was_kept_and_a_new_one_takes_its_place() {
        assertNull(vault.load("record"))
        vault.store("record", secret)
        assertArrayEquals(secret, vault.load("record"))
        vault.store("record", secret.reversedArray())
        assertArrayEquals(secret.reversedArray(), vault.load("record"))
    }

    @Test
    fun nothing_of_the_secret_lies_on_the_disk() {
        vault.store("record", secret)
        val written = folder.root.walk().filter(File::isFile).map { it.readBytes().toList() }
        assertFalse(written.any { bytes -> bytes.windowed(8).any { it == secret.toList().take(8) } })
    }

    @Test
    fun a_changed_file_a_swapped_file_and_another_phone_are_refused_and_not_taken_for_no_secret() {
        vault.store("record", secret)
        vault.store("token", ByteArray(16))
        val record = File(folder.root, "record.sealed")
        val sealed = record.readBytes()

        record.writeBytes(File(folder.root, "token.sealed").readBytes())
        assertThrows(GeneralSecurityException::class.java) { vault.load("record") }
        record.writeBytes(sealed.also { it[20] = (it[20] + 1).toByte() })
        assertThrows(GeneralSecurityException::class.java) { vault.load("record") }
        val other = KeystoreVault(folder.root) { SecretKeySpec(ByteArray(32) { 8 }, "AES") }
        assertThrows(GeneralSecurityException::class.java) { other.load("token") }
    }

    @Test
    fun a_name_cannot_reach_out_of_the_folder() {
        assertThrows(IllegalArgumentException::class.java) { vault.load("../record") }
    }
}
