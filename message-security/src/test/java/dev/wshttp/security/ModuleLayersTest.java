// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.wshttp.security.config.ClientReading;
import dev.wshttp.security.config.MessageSecurityConfiguration;
import dev.wshttp.security.config.ServiceModelConfigSource;
import dev.wshttp.security.internal.jaxws.JaxWsProvider;
import dev.wshttp.security.internal.jaxws.MessageSecurityFeatureValidator;
import dev.wshttp.security.policy.ServiceEndpoint;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Checks which package may use which; only one package uses the engine, and only one uses the RI. */
class ModuleLayersTest {
    private static final String ROOT = "dev.wshttp.security";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(MessageSecurityFeature.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation());

    private static final SliceAssignment PACKAGES = new Packages();

    /** What starts the RI's tube. */
    private static final Class<?>[] SWITCH = {MessageSecurityFeature.class, MessageSecurity.class};

    /** The public types that begin something internal. */
    private static final Class<?>[] FACADES = {
        MessageSecurityFeature.class,
        MessageSecurity.class,
        MessageSecurityConfiguration.class,
        ClientReading.class,
        ServiceModelConfigSource.class,
        ServiceEndpoint.class
    };

    private static final String[] ENGINES = {
        ROOT + ".internal.wss.dom",
        ROOT + ".internal.wss.octets",
        ROOT + ".internal.wss.proof",
        ROOT + ".internal.engine"
    };

    @Test
    void onlyTheReferenceEngineKnowsWss4j() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".internal.wss.dom")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.wss4j..", "org.apache.xml.security..")
                .check(CLASSES);
    }

    @Test
    void onlyTheTubesKnowTheRi() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".internal.jaxws")
                .and(not(equivalentTo(MessageSecurityFeature.class)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.xml.ws..")
                .check(CLASSES);
    }

    @Test
    void nothingUsesSaaj() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.xml.soap..", "com.sun.xml.messaging.saaj..")
                .check(CLASSES);
    }

    @Test
    void onlyTheConfigurationKnowsMicroProfile() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".config", ROOT + ".internal.settings", ROOT + ".internal.wcfconfig")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.microprofile..")
                .check(CLASSES);
    }

    @Test
    void onlyTheServletKnowsTheServletApi() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".servlet")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.servlet..")
                .check(CLASSES);
    }

    @Test
    void onlyTheMetricsKnowMicrometer() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".metrics")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer..")
                .check(CLASSES);
    }

    /** Listeners hear of everything in one place; what is observed does not know them. */
    @Test
    void nothingKnowsItsListeners() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        ROOT + ".metrics", ROOT + ".audit", ROOT + ".internal.settings", ROOT + ".internal.wcfconfig")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".metrics", ROOT + ".audit")
                .check(CLASSES);
    }

    @Test
    void onlyTheNamedFacadesKnowWhatIsInternal() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".internal..")
                .and(not(belongToAnyOf(FACADES)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".internal..")
                .check(CLASSES);
    }

    @Test
    void noPublicSignatureShowsWhatIsInternal() {
        var internal = resideInAPackage(ROOT + ".internal..");
        var shown = codeUnits()
                .that()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage(ROOT + ".internal..")
                .and()
                .arePublic();

        shown.should().notHaveRawParameterTypes(anyElementThat(internal)).check(CLASSES);
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage(ROOT + ".internal..")
                .and()
                .arePublic()
                .should()
                .haveRawReturnType(internal)
                .check(CLASSES);
    }

    @Test
    void theConfigurationKnowsTheReadersOfSettingsOnly() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".config")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".internal..")
                        .and(not(resideInAnyPackage(ROOT + ".internal.settings", ROOT + ".internal.wcfconfig"))))
                .check(CLASSES);
    }

    @Test
    void theEndpointOfAServiceKnowsTheReaderOfPoliciesOnly() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".policy")
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT + ".internal..").and(not(resideInAPackage(ROOT + ".internal.policy"))))
                .check(CLASSES);
    }

    @Test
    void settingsAndPoliciesKnowNoProtocol() {
        mayKnowOf("settings");
        mayKnowOf("wcfconfig", "settings", "xml");
        mayKnowOf("policy", "xml");
    }

    @Test
    void theFeatureKnowsItsProviderAndItsValidatorOnly() {
        noClasses()
                .that(equivalentTo(MessageSecurityFeature.class))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".internal..")
                        .and(not(equivalentTo(MessageSecurityFeatureValidator.class)))
                        .and(not(equivalentTo(JaxWsProvider.class))))
                .check(CLASSES);
    }

    @Test
    void theCheckKnowsTheCodeAroundTheRiOnly() {
        noClasses()
                .that(equivalentTo(MessageSecurity.class))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT + ".internal..").and(not(resideInAPackage(ROOT + ".internal.jaxws"))))
                .check(CLASSES);
    }

    @Test
    void xmlEnvelopesAndTokensStandOnTheirOwn() {
        mayKnowOf("xml");
        mayKnowOf("token");
        mayKnowOf("soap", "xml");
    }

    @Test
    void theSeamDoesNotKnowItsEngineNorItsUsers() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.wss")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        ROOT + ".internal.wss.*",
                        ROOT + ".internal.engine",
                        ROOT + ".internal.exchange",
                        ROOT + ".internal.direct",
                        ROOT + ".internal.negotiation",
                        ROOT + ".internal.conversation",
                        ROOT + ".internal.jaxws"))
                .check(CLASSES);
    }

    @Test
    void theRulesOfAProofDoNotKnowTheEngines() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.wss.proof")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        ROOT + ".internal.wss.dom", ROOT + ".internal.wss.octets", ROOT + ".internal.engine"))
                .check(CLASSES);
    }

    @Test
    void theEnginesDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.wss.octets")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".internal.wss.dom"))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.wss.dom")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".internal.wss.octets"))
                .check(CLASSES);
    }

    /** The package can be deleted: the only place that starts it has its name as text. */
    @Test
    void noOtherPackageNeedsTheReferenceEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".internal.wss.dom")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".internal.wss.dom"))
                .check(CLASSES);
    }

    @Test
    void directModeDoesNotKnowTheEngineNorTheRi() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.direct")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ENGINES).or(resideInAPackage(ROOT + ".internal.jaxws")))
                .check(CLASSES);
    }

    @Test
    void directModeDoesNotKnowSessionsNorNegotiations() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.direct")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        ROOT + ".internal.conversation", ROOT + ".internal.negotiation", ROOT + ".internal.trust"))
                .check(CLASSES);
    }

    @Test
    void whatTheModesHaveInCommonKnowsNoneOfThem() {
        mayKnowOf("instances", "token");
        mayKnowOf("exchange", "instances", "wss", "soap", "xml");
    }

    @Test
    void negotiationsDoNotKnowSessionsNorTheEngineNorTheRi() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.negotiation")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        ROOT + ".internal.conversation",
                        ROOT + ".internal.direct",
                        ROOT + ".internal.wss.*",
                        ROOT + ".internal.engine",
                        ROOT + ".internal.jaxws"))
                .check(CLASSES);
    }

    @Test
    void tlsKnowsNothingOfSoap() {
        noClasses()
                .that()
                .haveSimpleName("TlsHandshake")
                .or()
                .haveSimpleName("TlsFlight")
                .or()
                .haveSimpleName("CredentialKeyManager")
                .or()
                .haveSimpleName("DelegatingTrustManager")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        ROOT + ".internal.soap",
                        ROOT + ".internal.trust",
                        ROOT + ".internal.wss..",
                        ROOT + ".internal.exchange",
                        "org.w3c.dom..",
                        "javax.xml.."))
                .check(CLASSES);
    }

    @Test
    void sessionsDoNotKnowWhoOpensThem() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.conversation")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + ".internal.direct", ROOT + ".internal.negotiation"))
                .check(CLASSES);
    }

    @Test
    void sessionsDoNotKnowTheEngineNorTheRi() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.conversation")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ENGINES).or(resideInAPackage(ROOT + ".internal.jaxws")))
                .check(CLASSES);
    }

    @Test
    void trustMessagesKnowXmlEnvelopesAndTokensOnly() {
        mayKnowOf("trust", "soap", "token", "xml");
    }

    @Test
    void onlyTheStoreOfSessionsKnowsItsCache() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".internal.conversation")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.github.benmanes..")
                .check(CLASSES);
    }

    @Test
    void theModuleDependsOnNoOtherModuleOfOurs() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("dev.wshttp..").and(not(resideInAPackage(ROOT + ".."))))
                .check(CLASSES);
    }

    @Test
    void arrowsRunDownwardsOnlyOverAllPackages() {
        slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheReferenceEngineKnowsDom() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".internal.wss.dom")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.w3c.dom..", "javax.xml.transform.dom..")
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarkedAndSaysWhatItIsFor() {
        JavaPackage root = CLASSES.getPackage(ROOT);

        assertThat(CLASSES.stream().map(type -> type.getPackage()).distinct())
                .contains(root)
                .hasSizeGreaterThan(5)
                .allMatch(each -> each.isAnnotatedWith(NullMarked.class));
    }

    @Test
    void classesAreFinalOrSealedOrInterfaces() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".internal.jaxws.EnvelopeMessage")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".internal.jaxws.MessageSecurityDecorator")
                .and()
                .doNotHaveSimpleName("package-info")
                .and(not(assignableTo(Enum.class)))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CLASSES);
    }

    /** Of the internal packages, one knows these others at most. */
    private static void mayKnowOf(String own, String... others) {
        String[] known = Stream.concat(Stream.of(own), Stream.of(others))
                .map(name -> ROOT + ".internal." + name)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal." + own)
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".internal..").and(not(resideInAnyPackage(known))))
                .check(CLASSES);
    }

    /** Each package is a slice. The switch belongs to the tubes, for the RI wants a feature to name its validator. */
    private static final class Packages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(
                    belongToAnyOf(SWITCH).test(type) ? ROOT + ".internal.jaxws" : type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
