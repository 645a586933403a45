// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.wshttp.security.internal.jaxws.JaxWsProvider;
import dev.wshttp.security.internal.jaxws.MessageSecurityFeatureValidator;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Which package may know which: the seam to the engine and to the RI stays where it is. */
class ModuleLayersTest {
    private static final String ROOT = "dev.wshttp.security";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(MessageSecurityFeature.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation());

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
    void nobodyUsesSaaj() {
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
    void thePublicPackagesDoNotShowWhatIsInternal() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".internal..")
                .and(not(equivalentTo(MessageSecurityFeature.class)))
                .and(not(equivalentTo(MessageSecurity.class)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".internal..")
                .check(CLASSES);
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
    void envelopesAndTokensStandOnTheirOwn() {
        for (String own : new String[] {".internal.xml", ".internal.soap", ".internal.token"}) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + own)
                    .should()
                    .dependOnClassesThat(resideInAPackage(ROOT + ".internal..")
                            .and(not(resideInAnyPackage(ROOT + own, ROOT + ".internal.xml"))))
                    .check(CLASSES);
        }
    }

    @Test
    void theSeamDoesNotKnowItsEngineNorItsUsers() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.wss")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        ROOT + ".internal.wss.dom",
                        ROOT + ".internal.exchange",
                        ROOT + ".internal.direct",
                        ROOT + ".internal.negotiation",
                        ROOT + ".internal.conversation",
                        ROOT + ".internal.jaxws"))
                .check(CLASSES);
    }

    @Test
    void directModeDoesNotKnowTheEngineNorTheRi() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.direct")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + ".internal.wss.dom", ROOT + ".internal.jaxws"))
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
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.exchange")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".internal..")
                        .and(not(resideInAnyPackage(
                                ROOT + ".internal.exchange",
                                ROOT + ".internal.wss",
                                ROOT + ".internal.soap",
                                ROOT + ".internal.xml"))))
                .check(CLASSES);
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
                        ROOT + ".internal.wss.dom",
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
                .haveSimpleName("OwnCertificate")
                .or()
                .haveSimpleName("JudgedCertificate")
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
                .dependOnClassesThat(resideInAnyPackage(ROOT + ".internal.wss.dom", ROOT + ".internal.jaxws"))
                .check(CLASSES);
    }

    @Test
    void trustMessagesKnowEnvelopesAndTokensOnly() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.trust")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".internal..")
                        .and(not(resideInAnyPackage(
                                ROOT + ".internal.trust",
                                ROOT + ".internal.soap",
                                ROOT + ".internal.token",
                                ROOT + ".internal.xml"))))
                .check(CLASSES);
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
    void packagesHaveNoCyclesInside() {
        slices().matching(ROOT + ".internal.(**)").should().beFreeOfCycles().check(CLASSES);
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
}
