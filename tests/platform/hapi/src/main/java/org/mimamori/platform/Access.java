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
 * Who may do what, by the scopes of their token: person, type of resource, verb, and the search that a
 * scope narrows itself to. What no scope allows is refused.
 */
final class Access extends AuthorizationInterceptor {
  private final Tokens tokens;

  Access(Tokens tokens, IAuthorizationSearchParamMatcher matcher) {
    super(PolicyEnum.DENY);
    this.tokens = tokens;
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
    boolean writes = false;
    for (Scope scope : Scope.all(claims.path("scope").asText())) {
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
