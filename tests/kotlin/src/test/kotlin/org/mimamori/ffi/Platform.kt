package org.mimamori.ffi

import com.google.gson.JsonParser
import java.net.URI
import java.net.URLDecoder
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.nio.charset.StandardCharsets.UTF_8
import java.security.MessageDigest
import java.security.SecureRandom
import java.util.Base64

/** The sandbox as a process of its own, with the record of the demo's mother in it. */
class Platform : AutoCloseable {
    private val process = ProcessBuilder(System.getProperty("mimamori.program"), "serve-sandbox", "--demo", "--json")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start()
    private val output = process.inputStream.bufferedReader()

    /** The FHIR base. */
    val baseUrl: String = run {
        val answer = StringBuilder()
        while ('}' !in answer) answer.append(output.readLine() ?: error("the sandbox did not start"))
        JsonParser.parseString(answer.toString()).asJsonObject["base_url"].asString
    }

    override fun close() {
        process.destroy()
        process.waitFor()
    }
}

/** Signs in as an app does: authorization code with PKCE. The sandbox asks its test people nothing. */
class SignedIn(private val baseUrl: String, private val who: String) : TokenSource {
    private val http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build()
    private var token: String? = null

    override fun token(platformUrl: String, refused: Boolean): String? {
        check(platformUrl == baseUrl)
        if (token == null || refused) token = signIn()
        return token
    }

    private fun signIn(): String {
        val endpoints = json(get("$baseUrl/.well-known/smart-configuration").body())
        val verifier = Base64.getUrlEncoder().withoutPadding()
            .encodeToString(ByteArray(32).also { SecureRandom().nextBytes(it) })
        val digest = MessageDigest.getInstance("SHA-256").digest(verifier.toByteArray())
        val query = form(
            "response_type" to "code",
            "client_id" to CLIENT,
            "redirect_uri" to REDIRECT,
            "scope" to "openid offline_access launch/patient patient/*.cruds",
            "state" to "s",
            "aud" to baseUrl,
            "code_challenge" to Base64.getUrlEncoder().withoutPadding().encodeToString(digest),
            "code_challenge_method" to "S256",
            "login_hint" to who,
        )
        val back = get("${endpoints["authorization_endpoint"].asString}?$query").headers().firstValue("location").get()
        val code = back.substringAfter("code=").substringBefore('&').let { URLDecoder.decode(it, UTF_8) }
        val request = HttpRequest.newBuilder(URI(endpoints["token_endpoint"].asString))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    form(
                        "grant_type" to "authorization_code",
                        "code" to code,
                        "redirect_uri" to REDIRECT,
                        "client_id" to CLIENT,
                        "code_verifier" to verifier,
                    ),
                ),
            )
            .build()
        return json(http.send(request, BodyHandlers.ofString()).body())["access_token"].asString
    }

    private fun get(url: String) = http.send(HttpRequest.newBuilder(URI(url)).build(), BodyHandlers.ofString())

    private fun json(text: String) = JsonParser.parseString(text).asJsonObject

    private fun form(vararg pairs: Pair<String, String>) =
        pairs.joinToString("&") { (name, value) -> "$name=${URLEncoder.encode(value, UTF_8)}" }

    private companion object {
        const val CLIENT = "mimamori"
        const val REDIRECT = "http://127.0.0.1/callback"
    }
}
