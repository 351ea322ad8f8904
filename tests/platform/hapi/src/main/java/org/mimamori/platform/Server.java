package org.mimamori.platform;

import ca.uhn.fhir.batch2.jobs.config.Batch2JobsConfig;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.config.HapiJpaConfig;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.provider.IJpaSystemProvider;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.jpa.searchparam.matcher.AuthorizationSearchParamMatcher;
import ca.uhn.fhir.jpa.searchparam.matcher.SearchParamMatcher;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import ca.uhn.fhir.parser.StrictErrorHandler;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * HAPI FHIR JPA, R4, at http://127.0.0.1:PORT/fhir. Says READY on a line of its own when it answers.
 *
 * <p>Environment: PORT; DB_URL and DB_USER for a database other than H2 in memory; ISSUER for a server
 * of OpenID Connect whose tokens are asked for. Without ISSUER everybody may do everything.
 */
@Configuration
@ImportAutoConfiguration({ServletWebServerFactoryAutoConfiguration.class, DispatcherServletAutoConfiguration.class})
@Import({
  JpaR4Config.class,
  HapiJpaConfig.class,
  ThreadPoolFactoryConfig.class,
  JpaBatch2Config.class,
  Batch2JobsConfig.class,
  // Jobs of HAPI itself, such as indexing anew, wait in its channels.
  SubscriptionChannelConfig.class,
  Storage.class
})
public class Server {
  static final int PORT = Integer.parseInt(env("PORT", "18080"));
  static final String BASE = "http://127.0.0.1:" + PORT + "/fhir";

  static String env(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isBlank() ? otherwise : value;
  }

  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(Server.class);
    application.setDefaultProperties(Map.of(
        "server.port", PORT,
        "server.address", "127.0.0.1",
        "spring.main.banner-mode", "off",
        // HAPI's own beans refer to each other in a circle, and some stand in for others.
        "spring.main.allow-circular-references", "true",
        "spring.main.allow-bean-definition-overriding", "true",
        "logging.level.root", env("LOG", "ERROR")));
    application.run(args);
    System.out.println("READY");
  }

  @Bean
  ServletRegistrationBean<RestfulServer> fhir(
      FhirContext context,
      IFhirSystemDao<?, ?> system,
      IJpaSystemProvider operations,
      ResourceProviderFactory resources,
      JpaStorageSettings settings,
      ISearchParamRegistry parameters,
      IValidationSupport support,
      SearchParamMatcher matcher,
      DatabaseBackedPagingProvider pages,
      DaoRegistry daos) {
    // Without it an element that is not in R4 is dropped without a word, and the sender believes it kept.
    context.setParserErrorHandler(new StrictErrorHandler());
    RestfulServer server = new RestfulServer(context);
    server.registerProviders(resources.createProviders());
    server.registerProvider(operations);
    server.setServerConformanceProvider(
        new JpaCapabilityStatementProvider(server, system, settings, parameters, support));
    pages.setDefaultPageSize(20);
    pages.setMaximumPageSize(1000);
    server.setPagingProvider(pages);
    server.setDefaultResponseEncoding(EncodingEnum.JSON);
    String issuer = env("ISSUER", "");
    if (!issuer.isEmpty()) {
      Tokens tokens = new Tokens(issuer, BASE);
      server.registerInterceptor(new Access(tokens, new Leave(daos), new AuthorizationSearchParamMatcher(matcher)));
    }
    ServletRegistrationBean<RestfulServer> servlet = new ServletRegistrationBean<>(server, "/fhir/*");
    servlet.setLoadOnStartup(1);
    return servlet;
  }

  @Bean
  ServletRegistrationBean<LeavePage> leave(DaoRegistry daos) {
    return new ServletRegistrationBean<>(new LeavePage(new Leave(daos)), "/fhir/.well-known/leave");
  }

  @Bean
  ServletRegistrationBean<SmartConfiguration> smartConfiguration() {
    SmartConfiguration page = new SmartConfiguration(env("ISSUER", ""));
    return new ServletRegistrationBean<>(page, "/fhir/.well-known/smart-configuration");
  }
}
