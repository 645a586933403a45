// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingKeyTest {
    @ParameterizedTest
    @CsvSource({
        "message-security.adress, ADDRESS",
        "message-security.maxClockSkew, MAX_CLOCK_SKEW",
        "message-security.identity-dns, IDENTITY_DNS",
        "MESSAGE_SECURITY_TRUST_FILES, TRUST_FILE"
    })
    void suggestsTheKeyThatWasMeant(String name, SettingKey expected) {
        assertThat(SettingKey.nearest(name, SettingKey.Side.CLIENT)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"message-security.foo", "message-security.favourite-colour", "MESSAGE_SECURITY_X"})
    void suggestsNothingWhenNothingIsAlike(String name) {
        assertThat(SettingKey.nearest(name, SettingKey.Side.CLIENT)).isEmpty();
    }

    @Test
    void suggestsNoKeyOfTheOtherSide() {
        assertThat(SettingKey.nearest("message-security.listen-url", SettingKey.Side.CLIENT))
                .isNotEqualTo(SettingKey.nearest("message-security.listen-url", SettingKey.Side.SERVICE));
    }

    @Test
    void isFoundByNameAndByEnvironmentVariable() {
        assertThat(SettingKey.named("message-security.reader-quotas.max-depth"))
                .isEqualTo(SettingKey.named("MESSAGE_SECURITY_READER_QUOTAS_MAX_DEPTH"))
                .contains(SettingKey.MAX_DEPTH);
        assertThat(SettingKey.named("message-security.reader.quotas.max.depth")).isEmpty();
    }
}
