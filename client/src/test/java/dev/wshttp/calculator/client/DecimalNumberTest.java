// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DecimalNumberTest {
    private final DecimalNumber.Converter converter = new DecimalNumber.Converter();

    @ParameterizedTest
    @CsvSource({"100, 100", "15.99, 15.99", "-3, -3", "+.5, 0.5", "1., 1", "1e3, 1000", "2.5E-1, 0.25"})
    void readsDecimal(String text, double expected) {
        assertThat(converter.convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ten", "1,5", "0x10", "1d", "1f", " 1", "1 000", "NaN", "Infinity", ".", "--1", "1e"})
    void refusesWhatIsNoDecimal(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> converter.convert(text))
                .withMessageContaining("'" + text + "' is no number");
    }

    @Test
    void refusesNumberThatNoDoubleHolds() {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> converter.convert("1e999"))
                .withMessageContaining("too large");
    }

    @Test
    void suggestsPointForComma() {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> converter.convert("15,99"))
                .withMessageContaining("Write a point instead of the comma.");
    }

    @ParameterizedTest
    @CsvSource({
        "115.99, 115.99",
        "3.142857142857143, 3.142857142857143",
        "0.30000000000000004, 0.30000000000000004",
        "100, 100",
        "-0.0, 0",
        "0.00001, 0.00001",
        "0.000001, 1E-06",
        "1e16, 10000000000000000",
        "1.5e17, 1.5E+17",
        "NaN, NaN",
        "-Infinity, -Infinity"
    })
    void writesAllDigits(double number, String expected) {
        assertThat(DecimalNumber.exact(number)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "3.142857142857143, 3.14285714285714",
        "68.46000000000001, 68.46",
        "731.25, 731.25",
        "0.30000000000000004, 0.3",
        "123456789012345680, 1.23456789012346E+17",
        "1e14, 100000000000000",
        "1e15, 1E+15",
        "0.00012345, 0.00012345",
        "0.000001, 1E-06"
    })
    void writesFifteenDigitsAsDotNetDoes(double number, String expected) {
        assertThat(DecimalNumber.asDotNet(number)).isEqualTo(expected);
    }
}
