package org.mimamori.platform;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Says where people sign in, as who signs them in says it. */
final class SmartConfiguration extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final String issuer;

  SmartConfiguration(String issuer) {
    this.issuer = issuer;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (issuer.isEmpty()) {
      response.sendError(404);
      return;
    }
    try {
      HttpRequest asked = HttpRequest.newBuilder(URI.create(issuer + "/.well-known/smart-configuration")).build();
      String body = HttpClient.newHttpClient().send(asked, HttpResponse.BodyHandlers.ofString()).body();
      response.setContentType("application/json");
      response.getWriter().write(body);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      response.sendError(503);
    }
  }
}
