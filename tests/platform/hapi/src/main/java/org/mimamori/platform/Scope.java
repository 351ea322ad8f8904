package org.mimamori.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One scope of SMART App Launch, of its second version (`patient/Observation.rs?category=vital-signs`)
 * or of its first (`patient/Observation.read`).
 *
 * @param level whose resources: `patient` or `user`
 * @param type the resource type, or `*`
 * @param verbs which of c, r, u, d, s
 * @param filter the search that a resource has to match, or null
 */
record Scope(String level, String type, String verbs, String filter) {
  private static final Pattern FORM =
      Pattern.compile("(patient|user)/(\\*|[A-Z][A-Za-z]+)\\.(read|write|\\*|c?r?u?d?s?)(?:\\?(.+))?");

  static List<Scope> all(String text) {
    List<Scope> scopes = new ArrayList<>();
    for (String word : text.split(" ")) {
      Matcher form = FORM.matcher(word);
      if (form.matches()) {
        String verbs = switch (form.group(3)) {
          case "read" -> "rs";
          case "write" -> "cud";
          case "*" -> "cruds";
          default -> form.group(3);
        };
        scopes.add(new Scope(form.group(1), form.group(2), verbs, form.group(4)));
      }
    }
    return scopes;
  }

  /** What this scope gives of what is asked for, of a patient's record. */
  Optional<Scope> within(Scope asked) {
    if (!asked.level.equals("patient") || !(asked.isForAllTypes() || isForAllTypes() || type.equals(asked.type))) {
      return Optional.empty();
    }
    String both = verbs.replaceAll("[^" + asked.verbs + "]", "");
    String narrowed = filter == null ? asked.filter : asked.filter == null ? filter : filter + "&" + asked.filter;
    Scope given = new Scope("patient", isForAllTypes() ? asked.type : type, both, narrowed);
    return both.isEmpty() ? Optional.empty() : Optional.of(given);
  }

  boolean isForAllTypes() {
    return type.equals("*");
  }

  boolean reads() {
    return verbs.contains("r") || verbs.contains("s");
  }

  boolean creates() {
    return verbs.contains("c");
  }

  boolean updates() {
    return verbs.contains("u");
  }

  boolean deletes() {
    return verbs.contains("d");
  }
}
