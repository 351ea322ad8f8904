package org.mimamori.platform;

import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Access tokens of one issuer: JSON Web Tokens with RS256 (RFC 7519), for this server alone. */
final class Tokens {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String issuer;
  private final String audience;
  private final Map<String, PublicKey> keys = new HashMap<>();

  Tokens(String issuer, String audience) {
    this.issuer = issuer;
    this.audience = audience;
  }

  /** What the token in an Authorization header says, if it is to be believed. */
  JsonNode claims(String header) {
    if (header == null || !header.startsWith("Bearer ")) {
      throw new AuthenticationException("there is no token");
    }
    String[] parts = header.substring("Bearer ".length()).split("\\.");
    if (parts.length != 3) {
      throw new AuthenticationException("the token is none");
    }
    JsonNode claims;
    try {
      JsonNode head = JSON.readTree(decode(parts[0]));
      if (!head.path("alg").asText().equals("RS256")) {
        throw new AuthenticationException("the token is signed in another way");
      }
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key(head.path("kid").asText()));
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      if (!signature.verify(decode(parts[2]))) {
        throw new AuthenticationException("the token's signature is wrong");
      }
      claims = JSON.readTree(decode(parts[1]));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException broken) {
      throw new AuthenticationException("the token cannot be read");
    }
    if (claims.path("exp").asLong() * 1000 <= System.currentTimeMillis()) {
      throw new AuthenticationException("the token has run out");
    }
    if (!claims.path("iss").asText().equals(issuer) || !isForUs(claims.path("aud"))) {
      throw new AuthenticationException("the token is for another server");
    }
    return claims;
  }

  private boolean isForUs(JsonNode stated) {
    if (!stated.isArray()) {
      return stated.asText().equals(audience);
    }
    for (JsonNode one : stated) {
      if (one.asText().equals(audience)) {
        return true;
      }
    }
    return false;
  }

  /** The key of that name; asked for again when it is not known, for an issuer changes its keys. */
  private synchronized PublicKey key(String name) throws IOException, GeneralSecurityException {
    if (!keys.containsKey(name)) {
      for (JsonNode key : JSON.readTree(get(issuer + "/jwks")).path("keys")) {
        if (key.path("kty").asText().equals("RSA")) {
          RSAPublicKeySpec numbers = new RSAPublicKeySpec(number(key, "n"), number(key, "e"));
          keys.put(key.path("kid").asText(), KeyFactory.getInstance("RSA").generatePublic(numbers));
        }
      }
    }
    PublicKey found = keys.get(name);
    if (found == null) {
      throw new AuthenticationException("the token's key is unknown");
    }
    return found;
  }

  private static String get(String url) throws IOException {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    }
  }

  private static byte[] decode(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  private static BigInteger number(JsonNode key, String name) {
    return new BigInteger(1, decode(key.path(name).asText()));
  }
}
