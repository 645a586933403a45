// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import java.util.stream.Stream;
import javax.xml.transform.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that the RI lets an application do comes out the same with the feature as without it. */
@Timeout(60)
class ApplicationTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @SuppressWarnings("NullAway.Init")
    private static Site secured;

    @SuppressWarnings("NullAway.Init")
    private static Site plain;

    @BeforeAll
    static void open() {
        secured = new Site(PKI, Site.Kind.SECURED);
        plain = new Site(PKI, Site.Kind.PLAIN);
    }

    @AfterAll
    static void close() {
        secured.close();
        plain.close();
    }

    static Stream<Use> uses() {
        return Stream.of(CallUses.all(), HandlerUses.all(), DispatchUses.all(), ProviderUses.all(), FeatureUses.all())
                .flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("uses")
    void isTheSameWithTheFeature(Use use) throws Exception {
        assertThat(use.work().at(plain)).as("without the feature").isEqualTo(use.expected());
        assertThat(use.work().at(secured)).as("with the feature").isEqualTo(use.expected());
    }

    /** Without the feature the RI does not understand the addressing of the reply. */
    @Test
    void aClientWithTheFeatureNeedsNoWsdl() throws Exception {
        Source reply = secured.dispatchWithoutWsdl("echo").invoke(Xml.source(Xml.echo("hello")));

        assertThat(DispatchUses.text(reply)).isEqualTo("hello");
    }
}
