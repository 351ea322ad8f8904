package org.mimamori.platform;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.hl7.fhir.r4.model.IdType;

/** Tells who signs people in which scopes somebody has with a patient's record: `?patient=ID&user=TYPE/ID`. */
final class LeavePage extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Leave leave;

  LeavePage(Leave leave) {
    this.leave = leave;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
    IdType patient = new IdType("Patient", request.getParameter("patient"));
    response.setContentType("text/plain");
    response.getWriter().write(String.join(" ", leave.scopes(patient, request.getParameter("user"))));
  }
}
