package org.mimamori.platform;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * What a patient lets others do, as scopes of SMART App Launch, derived at each request from RelatedPerson and Consent.
 *
 * <p>Only what is permitted by name becomes a scope: class of data, codes, period, to read or to write. A consent that
 * denies its actor something, or asks for what is not evaluated here, gives nothing.
 */
final class Leave {
  /** Codes of one scope: an address has room for so many. */
  private static final int MOST_CODES = 40;

  /** By which search parameter the time of a resource is asked for. */
  private static final Map<String, String> TIMES = Map.ofEntries(
      Map.entry("AllergyIntolerance", "date"),
      Map.entry("Appointment", "date"),
      Map.entry("CarePlan", "date"),
      Map.entry("Communication", "sent"),
      Map.entry("Condition", "recorded-date"),
      Map.entry("DiagnosticReport", "date"),
      Map.entry("Encounter", "date"),
      Map.entry("Flag", "date"),
      Map.entry("Goal", "start-date"),
      Map.entry("ImagingStudy", "started"),
      Map.entry("Immunization", "date"),
      Map.entry("MedicationAdministration", "effective-time"),
      Map.entry("MedicationDispense", "whenhandedover"),
      Map.entry("MedicationRequest", "authoredon"),
      Map.entry("MedicationStatement", "effective"),
      Map.entry("Observation", "date"),
      Map.entry("Procedure", "date"));

  /** Nobody but the patient writes who may see the record. */
  private static final Set<String> OF_THE_PATIENT = Set.of("Consent", "RelatedPerson", "Patient");

  private final DaoRegistry daos;

  Leave(DaoRegistry daos) {
    this.daos = daos;
  }

  /** The scopes that `user` has with the record of `patient`, who is somebody else; both as `Type/id`. */
  List<String> scopes(IdType patient, String user) {
    List<String> scopes = new ArrayList<>();
    if (!isKnown(patient, user)) {
      return scopes;
    }
    SearchParameterMap search = new SearchParameterMap()
        .add("patient", new ReferenceParam(patient.getValue()))
        .add("status", new TokenParam("active"));
    // A search that is kept for the next one would show a consent that has ended.
    search.setLoadSynchronous(true);
    for (IBaseResource found : daos.getResourceDao(Consent.class).search(search, new SystemRequestDetails()).getAllResources()) {
      Consent consent = (Consent) found;
      boolean isPrivacy = consent.getScope().getCoding().stream().anyMatch(code -> "patient-privacy".equals(code.getCode()));
      if (isPrivacy && consent.hasProvision()) {
        List<String> own = new ArrayList<>();
        if (isRead(consent.getProvision(), user, false, true, own)) {
          scopes.addAll(own);
        } else if (names(consent.getProvision(), user)) {
          // It denies them something, or more is said than is read here: nothing is open by any consent.
          return new ArrayList<>();
        }
      }
    }
    return scopes.stream().distinct().sorted().collect(Collectors.toList());
  }

  /** Of the family is who stands as a RelatedPerson of this patient; who works somewhere is known elsewhere. */
  private boolean isKnown(IdType patient, String user) {
    if (!user.startsWith("RelatedPerson/")) {
      return true;
    }
    try {
      RelatedPerson person = daos.getResourceDao(RelatedPerson.class).read(new IdType(user), new SystemRequestDetails());
      boolean isActive = !person.hasActive() || person.getActive();
      return isActive
          && isNow(person.getPeriod())
          && patient.getIdPart().equals(new IdType(person.getPatient().getReference()).getIdPart());
    } catch (ResourceNotFoundException | ResourceGoneException unknown) {
      return false;
    }
  }

  /** Collects what a provision permits; answers whether all of it that concerns `user` could be read. */
  private boolean isRead(ProvisionComponent said, String user, boolean named, boolean isRoot, List<String> scopes) {
    if (said.hasActor() && !isActor(said, user) || !isNow(said.getPeriod())) {
      return true;
    }
    boolean isNamed = named || said.hasActor();
    boolean permits = said.getType() == ConsentProvisionType.PERMIT;
    boolean isFloor = isRoot && !permits && !said.hasActor() && !said.hasClass_() && !said.hasCode() && !said.hasAction();
    if (said.hasData() || said.hasSecurityLabel() || (!permits && !isFloor)) {
      return false;
    }
    for (ProvisionComponent inner : said.getProvision()) {
      if (!isRead(inner, user, isNamed, false, scopes)) {
        return false;
      }
    }
    if (permits && isNamed && suits(said, user)) {
      permit(said, scopes);
    }
    return true;
  }

  private static void permit(ProvisionComponent said, List<String> scopes) {
    boolean reads = does(said, Set.of("access", "read"));
    boolean writes = does(said, Set.of("collect", "correct", "write"));
    String verbs = reads && writes ? "cruds" : reads ? "rs" : writes ? "cud" : "";
    if (verbs.isEmpty()) {
      return;
    }
    List<String> types = said.hasClass_() ? said.getClass_().stream().map(Coding::getCode).toList() : List.of("*");
    for (String type : types) {
      String period = period(type, said);
      if (period == null) {
        continue;
      }
      String allowed = OF_THE_PATIENT.contains(type) ? "rs" : verbs;
      for (String codes : codes(said)) {
        String query = codes.isEmpty() || period.isEmpty() ? codes + period : codes + "&" + period;
        scopes.add("patient/" + type + "." + allowed + (query.isEmpty() ? "" : "?" + query));
      }
    }
  }

  /** The searches for the codes of a provision: for categories and for others, no more of them than an address holds. */
  private static List<String> codes(ProvisionComponent said) {
    List<Coding> all = said.getCode().stream().flatMap(concept -> concept.getCoding().stream()).toList();
    if (all.isEmpty()) {
      return List.of("");
    }
    List<String> searches = new ArrayList<>();
    for (String name : List.of("category", "code")) {
      List<Coding> some = all.stream()
          .filter(code -> (code.hasSystem() && code.getSystem().contains("ategory")) == name.equals("category"))
          .toList();
      for (int from = 0; from < some.size(); from += MOST_CODES) {
        List<Coding> part = some.subList(from, Math.min(from + MOST_CODES, some.size()));
        searches.add(name + "=" + encoded(part.stream()
            .map(code -> code.hasSystem() ? code.getSystem() + "|" + code.getCode() : code.getCode())
            .collect(Collectors.joining(","))));
      }
    }
    return searches;
  }

  /** The search for the times of data that a provision is about; null where no search of the type can say it. */
  private static String period(String type, ProvisionComponent said) {
    if (!said.hasDataPeriod()) {
      return "";
    }
    String name = TIMES.get(type);
    if (name == null) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    Period period = said.getDataPeriod();
    if (period.hasStart()) {
      // What begins in the second before is outside. HAPI judges a single resource by `gt` and `lt` alone, and by where
      // a period begins and ends; a search by `gt` also finds one that only reaches into it, and is then refused.
      parts.add(name + "=gt" + encoded(instant(period.getStart()).minusSeconds(1).toString()));
    }
    if (period.hasEnd()) {
      parts.add(name + "=lt" + encoded(instant(period.getEnd()).plusSeconds(1).toString()));
    }
    return String.join("&", parts);
  }

  private static Instant instant(Date date) {
    return date.toInstant().truncatedTo(ChronoUnit.SECONDS);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static boolean does(ProvisionComponent said, Set<String> words) {
    return !said.hasAction()
        || said.getAction().stream().flatMap(action -> action.getCoding().stream()).anyMatch(code -> words.contains(code.getCode()));
  }

  /** Family asks for the family, everybody else for treatment. */
  private static boolean suits(ProvisionComponent said, String user) {
    Set<String> purposes = user.startsWith("RelatedPerson/") ? Set.of("FAMRQT", "PATRQT") : Set.of("TREAT", "ETREAT");
    return !said.hasPurpose() || said.getPurpose().stream().anyMatch(code -> purposes.contains(code.getCode()));
  }

  private static boolean isActor(ProvisionComponent said, String user) {
    return said.getActor().stream()
        .anyMatch(actor -> user.equals(new IdType(actor.getReference().getReference()).toUnqualifiedVersionless().getValue()));
  }

  private static boolean names(ProvisionComponent said, String user) {
    return isActor(said, user) || said.getProvision().stream().anyMatch(inner -> names(inner, user));
  }

  private static boolean isNow(Period period) {
    Date now = new Date();
    return period == null
        || (!period.hasStart() || !now.before(period.getStart())) && (!period.hasEnd() || !now.after(period.getEnd()));
  }
}
