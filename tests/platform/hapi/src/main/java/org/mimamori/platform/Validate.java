package org.mimamori.platform;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Validates resources against R4 and, beyond that, against the profiles that lie in the folders named.
 *
 * <p>Reads a line a resource from standard input, {"name": …, "profiles": [URL…], "resource": {…}}, and
 * writes a line a finding: name, severity, place and message, between tabs. What could not be looked up,
 * such as a code of LOINC, is a warning. Nothing is asked of the network.
 */
final class Validate {
  private static final Set<String> CONFORMANCE = Set.of("StructureDefinition", "ValueSet", "CodeSystem");

  private Validate() {}

  public static void main(String[] folders) throws IOException {
    FhirContext context = FhirContext.forR4();
    PrePopulatedValidationSupport profiles = new PrePopulatedValidationSupport(context);
    for (String folder : folders) {
      load(context, Path.of(folder), profiles);
    }
    FhirInstanceValidator module = new FhirInstanceValidator(new ValidationSupportChain(
        new DefaultProfileValidationSupport(context),
        profiles,
        new CommonCodeSystemsTerminologyService(context),
        new InMemoryTerminologyServerValidationSupport(context),
        new SnapshotGeneratingValidationSupport(context)));
    module.setErrorForUnknownProfiles(true);
    FhirValidator validator = context.newValidator().registerValidatorModule(module);
    ObjectMapper json = new ObjectMapper();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int resources = 0;
    Set<String> told = new TreeSet<>();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode asked = json.readTree(line);
      ValidationOptions options = new ValidationOptions();
      asked.path("profiles").forEach(profile -> options.addProfile(profile.asText()));
      List<SingleValidationMessage> messages =
          validator.validateWithResult(asked.path("resource").toString(), options).getMessages();
      for (SingleValidationMessage message : messages) {
        if (message.getSeverity() != ResultSeverityEnum.INFORMATION) {
          told.add(String.join("\t", asked.path("name").asText(), message.getSeverity().getCode(),
              String.valueOf(message.getLocationString()), message.getMessage().replaceAll("\\s+", " ")));
        }
      }
      resources++;
    }
    told.forEach(System.out::println);
    System.out.println("validated\t" + resources);
  }

  private static void load(FhirContext context, Path folder, PrePopulatedValidationSupport into) throws IOException {
    IParser parser = context.newJsonParser();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
        String text = Files.readString(file);
        if (CONFORMANCE.stream().anyMatch(type -> file.getFileName().toString().startsWith(type + "-"))) {
          try {
            IBaseResource resource = parser.parseResource(text);
            into.addResource(resource);
          } catch (DataFormatException broken) {
            System.err.println(file.getFileName() + " is left out: " + broken.getMessage());
          }
        }
      }
    }
  }
}
