package org.mimamori.platform;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.interceptor.auth.AuthorizationInterceptor;
import ca.uhn.fhir.rest.server.interceptor.auth.IAuthRule;
import ca.uhn.fhir.rest.server.interceptor.auth.IAuthRuleBuilderAppliesTo;
import ca.uhn.fhir.rest.server.interceptor.auth.IAuthRuleBuilderRule;
import ca.uhn.fhir.rest.server.interceptor.auth.IAuthRuleBuilderRuleOpClassifier;
import ca.uhn.fhir.rest.server.interceptor.auth.IAuthorizationSearchParamMatcher;
import ca.uhn.fhir.rest.server.interceptor.auth.PolicyEnum;
import ca.uhn.fhir.rest.server.interceptor.auth.RuleBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.hl7.fhir.r4.model.IdType;

/**
 * Who may do what. A patient: what the scopes of their token say (person, type of resource, verb, and the search that a
 * scope narrows itself to). Somebody else, with that patient's record: what {@link Leave} derives from the patient's
 * consents, as far as the token's scopes reach. What no scope allows is refused.
 */
final class Access extends AuthorizationInterceptor {
  private final Tokens tokens;
  private final Leave leave;

  Access(Tokens tokens, Leave leave, IAuthorizationSearchParamMatcher matcher) {
    super(PolicyEnum.DENY);
    this.tokens = tokens;
    this.leave = leave;
    setAuthorizationSearchParamMatcher(matcher);
  }

  @Override
  public List<IAuthRule> buildRuleList(RequestDetails request) {
    if (request.getRestOperationType() == RestOperationTypeEnum.METADATA) {
      return new RuleBuilder().allowAll("what the server can do is told to all").build();
    }
    JsonNode claims = tokens.claims(request.getHeader("Authorization"));
    IdType patient = new IdType("Patient", claims.path("patient").asText());
    List<IAuthRule> rules = new ArrayList<>();
    if (!isPatient(claims, patient) && counts(request)) {
      // A count holds no resources that could be judged: it would tell of what is closed.
      return rules;
    }
    boolean writes = false;
    for (Scope scope : scopes(claims, patient)) {
      Grant grant = new Grant(scope, patient, rules);
      if (scope.reads()) {
        grant.over(IAuthRuleBuilderRule::read);
        grant.everything();
      }
      if (scope.creates()) {
        grant.over(scope.updates() ? IAuthRuleBuilderRule::write : IAuthRuleBuilderRule::create);
        grant.conditionally(IAuthRuleBuilderRule::createConditional);
      }
      if (scope.updates()) {
        grant.conditionally(IAuthRuleBuilderRule::updateConditional);
      }
      if (scope.deletes()) {
        grant.over(IAuthRuleBuilderRule::delete);
      }
      writes |= scope.creates() || scope.updates() || scope.deletes();
    }
    if (writes) {
      // The bundle may be sent; each of its entries is still judged by itself.
      rules.addAll(rule().transaction().withAnyOperation().andApplyNormalRules().build());
    }
    return rules;
  }

  private static boolean isPatient(JsonNode claims, IdType patient) {
    String user = claims.path("fhirUser").asText();
    return user.isEmpty() || user.equals(patient.getValue());
  }

  private static boolean counts(RequestDetails request) {
    String[] summary = request.getParameters().get("_summary");
    return summary != null && List.of(summary).contains("count");
  }

  private List<Scope> scopes(JsonNode claims, IdType patient) {
    List<Scope> asked = Scope.all(claims.path("scope").asText());
    if (isPatient(claims, patient)) {
      return asked;
    }
    String user = claims.path("fhirUser").asText();
    List<Scope> given = new ArrayList<>();
    for (Scope derived : Scope.all(String.join(" ", leave.scopes(patient, user)))) {
      for (Scope one : asked) {
        derived.within(one).ifPresent(given::add);
      }
    }
    return given;
  }

  private static IAuthRuleBuilderRule rule() {
    return new RuleBuilder().allow();
  }

  /** The rules that one scope makes. */
  private record Grant(Scope scope, IdType patient, List<IAuthRule> rules) {
    /** Lets the verb be done to what the scope is about. */
    void over(Function<IAuthRuleBuilderRule, IAuthRuleBuilderAppliesTo<IAuthRuleBuilderRuleOpClassifier>> verb) {
      IAuthRuleBuilderRuleOpClassifier which = typed(verb.apply(rule()));
      if (scope.level().equals("user")) {
        rules.addAll((scope.filter() == null ? which.withAnyId() : which.withFilter(scope.filter())).build());
      } else if (scope.filter() == null) {
        rules.addAll(which.inCompartment("Patient", patient).build());
      } else {
        rules.addAll(which.inCompartmentWithFilter("Patient", patient, scope.filter()).build());
      }
    }

    /** Lets the verb be asked for with a search in place of an id; what it then does is judged by the rules of its own. */
    void conditionally(Function<IAuthRuleBuilderRule, ? extends IAuthRuleBuilderAppliesTo<
        ca.uhn.fhir.rest.server.interceptor.auth.IAuthRuleBuilderRuleConditionalClassifier>> verb) {
      rules.addAll(typed(verb.apply(rule())).build());
    }

    /** Lets all of a person's record be asked for at once; each resource of the answer has to be allowed by itself. */
    void everything() {
      var operation = rule().operation().named("$everything");
      var where = scope.level().equals("user") ? operation.onAnyInstance() : operation.onInstance(patient);
      rules.addAll(where.andRequireExplicitResponseAuthorization().build());
    }

    private <T> T typed(IAuthRuleBuilderAppliesTo<T> verb) {
      return scope.isForAllTypes() ? verb.allResources() : verb.resourcesOfType(scope.type());
    }
  }
}
