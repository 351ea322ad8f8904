package org.mimamori.companion

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import java.io.File
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.KeyStore
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Keeps the record's secrets in [folder], each sealed by a key that never leaves the phone's keystore.
 *
 * The folder is to be one that backups leave out (`noBackupFilesDir`): on another phone the sealed files are
 * worthless. A key is not bound to a screen unlock, because the record is written to in the background.
 */
class KeystoreVault(private val folder: File, private val sealingKey: () -> SecretKey = ::keystoreKey) {
    /** The secret called [name], or `null` if there is none yet. */
    @Throws(IOException::class, GeneralSecurityException::class)
    fun load(name: String): ByteArray? {
        val sealed = file(name).takeIf { it.exists() }?.readBytes() ?: return null
        if (sealed.size <= NONCE_BYTES) throw IOException("sealed secret is too short")
        val cipher = Cipher.getInstance(TRANSFORMATION)
        cipher.init(Cipher.DECRYPT_MODE, sealingKey(), GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES))
        cipher.updateAAD(name.encodeToByteArray())
        return cipher.doFinal(sealed, NONCE_BYTES, sealed.size - NONCE_BYTES)
    }

    /** Keeps [secret] under [name]. Either the old secret or the new one is there afterwards, whatever happens. */
    @Throws(IOException::class, GeneralSecurityException::class)
    fun store(name: String, secret: ByteArray) {
        val cipher = Cipher.getInstance(TRANSFORMATION)
        cipher.init(Cipher.ENCRYPT_MODE, sealingKey())
        // The name is sealed in, so that one secret cannot be put in the place of another.
        cipher.updateAAD(name.encodeToByteArray())
        val sealed = cipher.iv + cipher.doFinal(secret)
        folder.mkdirs()
        val fresh = File(folder, "$name.new")
        fresh.outputStream().use {
            it.write(sealed)
            it.fd.sync()
        }
        if (!fresh.renameTo(file(name))) throw IOException("sealed secret cannot be put in place")
    }

    private fun file(name: String): File {
        require(NAME.matches(name)) { "a secret's name is of small letters, digits and hyphens" }
        return File(folder, "$name.sealed")
    }

    private companion object {
        const val TRANSFORMATION = "AES/GCM/NoPadding"
        const val NONCE_BYTES = 12
        const val TAG_BITS = 128
        val NAME = Regex("[a-z0-9-]{1,64}")
    }
}

private const val KEYSTORE = "AndroidKeyStore"
private const val ALIAS = "mimamori-record"
private const val KEY_BITS = 256

private fun keystoreKey(): SecretKey {
    val keystore = KeyStore.getInstance(KEYSTORE).apply { load(null) }
    (keystore.getKey(ALIAS, null) as? SecretKey)?.let { return it }
    val generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, KEYSTORE)
    generator.init(
        KeyGenParameterSpec.Builder(ALIAS, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
            .setKeySize(KEY_BITS)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .build(),
    )
    return generator.generateKey()
}
