package org.mimamori.ffi

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap

/** A vault that holds its keys in memory, as a phone's keystore holds them in hardware. */
class MemoryVault : KeyVault {
    private val keys = ConcurrentHashMap<String, ByteArray>()

    override fun load(name: String): ByteArray? = keys[name]

    override fun store(name: String, key: ByteArray) {
        keys[name] = key
    }
}

/** A record in a folder of its own. */
class Place(val vault: KeyVault = MemoryVault(), val language: Language = Language.ENGLISH) {
    private val folder: Path = Files.createTempDirectory("mimamori")

    fun path(): Path = folder.resolve("record.db")

    fun request() = OpenRequest(path().toString(), "record", language)

    suspend fun open(): MimamoriCompanion = MimamoriCompanion.open(request(), vault)
}
