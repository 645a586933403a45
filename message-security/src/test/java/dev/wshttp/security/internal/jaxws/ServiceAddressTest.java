// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Addressing;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service remembers what the last good request named, and takes nothing else for it. */
class ServiceAddressTest {
    private static final String GOOD = "http://localhost/Calculator";

    @Test
    void acceptsTheSameAddressAgain() {
        var address = new ServiceAddress(Optional.empty());

        assertThatCode(() -> require(address, GOOD, "/Calculator")).doesNotThrowAnyException();
        assertThatCode(() -> require(address, GOOD, "/Calculator")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "http://localhost/Calculators", "http://localhost/Other", "urn:Calculator"})
    void refusesAnotherAddressAfterAGoodOne(@Nullable String other) {
        var address = new ServiceAddress(Optional.empty());
        require(address, GOOD, "/Calculator");

        assertThat(refusal(address, other, "/Calculator")).isEqualTo(SecurityFault.DESTINATION_UNREACHABLE);
    }

    @Test
    void refusesAGoodAddressThatWasSentToAnotherPath() {
        var address = new ServiceAddress(Optional.empty());
        require(address, GOOD, "/Calculator");

        assertThat(refusal(address, GOOD, "/Other")).isEqualTo(SecurityFault.DESTINATION_UNREACHABLE);
    }

    @Test
    void refusesAnEmptyAddressWhereThePathIsUnknown() {
        assertThat(refusal(new ServiceAddress(Optional.empty()), "", ""))
                .isEqualTo(SecurityFault.DESTINATION_UNREACHABLE);
    }

    @Test
    void comparesWithItsLogicalAddressWhateverThePathIs() {
        var address = new ServiceAddress(HttpAddress.parse("http://Contoso.com/Calculator"));
        require(address, "http://contoso.com/calculator", "/behind/a/proxy");

        assertThat(refusal(address, "http://contoso.com/behind/a/proxy", "/behind/a/proxy"))
                .isEqualTo(SecurityFault.DESTINATION_UNREACHABLE);
    }

    private static SecurityFault refusal(ServiceAddress address, @Nullable String to, String requestPath) {
        return catchThrowableOfType(MessageSecurityException.class, () -> require(address, to, requestPath))
                .fault();
    }

    private static void require(ServiceAddress address, @Nullable String to, String requestPath) {
        address.requireDeliverable(new Addressing(null, null, null, null, null, to), requestPath);
    }
}
