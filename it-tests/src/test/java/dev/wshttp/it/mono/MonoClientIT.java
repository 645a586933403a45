// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.mono;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.wire.FreePort;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.testing.http.HttpRelay;
import dev.wshttp.testing.http.HttpRelay.Answer;
import dev.wshttp.testing.http.HttpRelay.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mono's client calls our service. */
@RequiresMono
class MonoClientIT {
    private static final String REFUSED = "An error occurred when verifying security for the message.";
    private static final int UNAVAILABLE = 503;

    @TempDir
    static Path folder;

    private static CertificateFolder certificates;
    private static MonoPrograms mono;
    private static HttpRelay relay;
    private static volatile Change change = Change.NONE;
    /** For suite Basic256, behind the relay. */
    private static ServiceUnderTest calculator;

    @BeforeAll
    static void prepare() throws IOException {
        certificates = CertificateFolder.in(folder);
        mono = MonoPrograms.in(folder);
        // Given port 0 the service behind the relay would take the port of its address for its own.
        URI listening = URI.create("http://localhost:" + FreePort.find() + "/Calculator");
        Answer genuine = HttpRelay.forwardingTo(listening);
        relay = HttpRelay.open("/Calculator", request -> change.of(genuine.to(request)));
        calculator = ServiceUnderTest.start(folder, AlgorithmSuite.BASIC256, relay.address(), listening);
    }

    @AfterAll
    static void end() {
        calculator.close();
        relay.close();
    }

    @BeforeEach
    void changeNothing() {
        change = Change.NONE;
    }

    @Test
    void isServedWhenItSignsAsBasic256Says() {
        assertServed(calculator, AlgorithmSuite.BASIC256);
    }

    @ParameterizedTest
    @EnumSource(names = {"BASIC256_RSA15", "BASIC128", "BASIC128_RSA15"})
    void isServedWhenItSignsAsItsSuiteSays(AlgorithmSuite suite) {
        try (var service = ServiceUnderTest.start(folder, suite)) {
            assertServed(service, suite);
        }
    }

    /** WCF refuses it as well: it accepts no rsa-sha256 under Basic256. */
    @Test
    void isRefusedUnderSha1SuitesAsItIsInstalled() {
        try (var service = ServiceUnderTest.start(folder, AlgorithmSuite.BASIC256)) {
            assertRefused(mono.call(service.address(), AlgorithmSuite.BASIC256, MonoBinding.AS_CONFIGURED));
            assertThat(service.refusal())
                    .contains(SecurityFault.ALGORITHM_NOT_ACCEPTED.name())
                    .contains("'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'")
                    .contains("expected 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'");
        }
    }

    /** Mono's WSHttpBinding sends Basic256 whatever suite it is set to. */
    @Test
    void isRefusedUnderSha256SuitesBecauseItSendsAnotherSuite() {
        try (var service = ServiceUnderTest.start(folder, AlgorithmSuite.BASIC256_SHA256)) {
            assertRefused(mono.call(service.address(), AlgorithmSuite.BASIC256_SHA256, MonoBinding.AS_CONFIGURED));
            assertThat(service.refusal())
                    .contains(SecurityFault.ALGORITHM_NOT_ACCEPTED.name())
                    .contains("'http://www.w3.org/2000/09/xmldsig#hmac-sha1'")
                    .contains("expected 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256'");
        }
    }

    /** Told the suite in another way, Mono looks for a signing token that symmetric bindings do not have. */
    @Test
    void sendsNothingUnderSha256Suites() {
        var requests = new AtomicInteger();
        try (var unavailable = HttpRelay.open("/Calculator", request -> {
            requests.incrementAndGet();
            return new Reply(UNAVAILABLE, "", new byte[0]);
        })) {
            ProgramRun run = mono.call(unavailable.address(), AlgorithmSuite.BASIC256_SHA256, MonoBinding.WITH_SUITE);

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.errors()).contains("ArgumentNullException", "CreateKeyIdentifierClause");
            assertThat(requests).hasValue(0);
        }
    }

    @Test
    void isRefusedWithACertificateOfAnotherAuthority() {
        String untrusted = certificates.untrustedClient().name();

        ProgramRun run = mono.callWithSuiteSignature(calculator.address(), AlgorithmSuite.BASIC256, untrusted);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors()).contains("At least one security token in the message could not be validated.");
        assertThat(calculator.refusal()).contains("CN=Cohowinery.com");
    }

    /** Without this, the calls that pass would not show that Mono looks at what we sign and encrypt. */
    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void noticesWhenOurReplyIsChanged(Change one) {
        change = one;

        ProgramRun run = mono.callWithSuiteSignature(calculator.address(), AlgorithmSuite.BASIC256);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.errors()).contains(one.complaint);
    }

    /** Which character of a reply the man in the middle changes: the last one of the text that is found. */
    enum Change {
        NONE("", ""),
        ACTION("ICalculator/AddResponse", "Message signature is invalid"),
        RELATES_TO("RelatesTo[^>]*>urn:uuid:.", "Message signature is invalid"),
        CREATED("Created>[^<]*\\.\\d", "Message signature is invalid"),
        BODY("Body .*?CipherValue>.{10}", "XmlException");

        private final Pattern found;
        private final String complaint;

        Change(String found, String complaint) {
            this.found = Pattern.compile(found);
            this.complaint = complaint;
        }

        private Reply of(Reply genuine) {
            if (this == NONE) {
                return genuine;
            }
            var text = new StringBuilder(new String(genuine.body(), StandardCharsets.UTF_8));
            var place = found.matcher(text);
            if (!place.find()) {
                throw new IllegalStateException("There is no " + found + " in the reply");
            }
            int last = place.end() - 1;
            text.setCharAt(last, text.charAt(last) == '1' ? '2' : '1');
            return genuine.with(text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void assertServed(ServiceUnderTest service, AlgorithmSuite suite) {
        ProgramRun run = mono.callWithSuiteSignature(service.address(), suite);

        assertThat(run.err()).as("log: " + service.log()).isEmpty();
        assertThat(run.out()).containsExactly("115.99", "68.46", "731.25", "3.1428571428571428", identity());
    }

    private static void assertRefused(ProgramRun run) {
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.errors()).contains("FaultException", REFUSED);
    }

    private static String identity() {
        return "CN=Cohowinery.com; " + Thumbprint.of(certificates.pki().client().certificate());
    }
}
