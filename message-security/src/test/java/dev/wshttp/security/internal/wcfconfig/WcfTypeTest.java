// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.X509FindType;
import dev.wshttp.security.internal.settings.ConstantName;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WcfTypeTest {
    @ParameterizedTest
    @CsvSource({
        "00:10:00, PT10M",
        "0:1:0, PT1M",
        "1:30, PT1H30M",
        "1.00:00:00, PT24H",
        "00:00:00.5, PT0.5S",
        "00:00:01.0000001, PT1.0000001S",
        "10675199.02:48:05.4775807, PT256204778H48M5.4775807S"
    })
    void readsTimesAsDotNetWritesThem(String text, String time) {
        assertThat(WcfType.TIME.translate(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "5m",
                "PT5M",
                "-00:05:00",
                "00:05:00.12345678",
                "a:b:c",
                "24:00:00",
                "00:60:00",
                "00:00:60",
                "00:90:99",
                "10675199.02:48:05.4775808"
            })
    void refusesWhatIsNoTime(String text) {
        assertThat(WcfType.TIME.translate(text)).isEmpty();
    }

    @Test
    void tellsHowADayIsWritten() {
        assertThat(WcfType.TIME.translate("23:59:59")).contains("PT23H59M59S");
        assertThat(WcfType.TIME.expected())
                .isEqualTo("a time such as '00:10:00', '1.00:00:00' for a day, or 'Infinite'");
    }

    @Test
    void readsFindTypesAsTheyAreWritten() {
        Stream.of(X509FindType.values())
                .forEach(type -> assertThat(WcfType.FIND_TYPE.translate(new ConstantName(type.name()).camel()))
                        .contains(type.toString()));
        assertThat(WcfType.FIND_TYPE.translate("findbysubjectname")).isEmpty();
        assertThat(WcfType.FIND_TYPE.translate("find-by-subject-name")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "065536, 65536", "2147483647, 2147483647"})
    void readsCounts(String text, String count) {
        assertThat(WcfType.COUNT.translate(text)).contains(count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2147483648", "-1", "1.5", "", "9999999999999999999999"})
    void refusesWhatIsNoCount(String text) {
        assertThat(WcfType.COUNT.translate(text)).isEmpty();
    }

    @Test
    void readsFlagsInAnyCase() {
        assertThat(WcfType.FLAG.translate("True")).contains("true");
        assertThat(WcfType.FLAG.translate("FALSE")).contains("false");
        assertThat(WcfType.FLAG.translate("1")).isEmpty();
    }

    @Test
    void readsNamesAsTheyAreWritten() {
        assertThat(WcfType.oneOf("Message", "None").translate("Message")).contains("Message");
        assertThat(WcfType.oneOf("Message", "None").translate("message")).isEmpty();
    }

    @Test
    void knowsEverySuiteByWcfsName() {
        Stream.of(AlgorithmSuite.values())
                .forEach(suite -> assertThat(WcfType.ALGORITHM_SUITE.translate(new ConstantName(suite.name()).camel()))
                        .contains(suite.configurationName()));
        assertThat(WcfType.ALGORITHM_SUITE.translate("Default")).contains("basic256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic192Sha384", "TripleDes192", "3Des", "Basic256Sha256Rsa16", ""})
    void refusesWhatIsNoSuiteOfWcf(String name) {
        assertThat(WcfType.ALGORITHM_SUITE.translate(name)).isEmpty();
        assertThat(WcfType.ALGORITHM_SUITE.expected()).contains("Basic256Sha256", "Basic128");
    }
}
