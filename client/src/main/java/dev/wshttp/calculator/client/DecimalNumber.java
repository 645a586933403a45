// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads and writes doubles as decimal numbers. */
final class DecimalNumber {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    private static final MathContext FIFTEEN_DIGITS = new MathContext(15, RoundingMode.HALF_UP);
    private static final int LEAST_PLAIN_EXPONENT = -5;
    private static final int DOUBLE_DIGITS = 17;

    private DecimalNumber() {}

    /** Writes all digits that tell the number from its neighbours: {@code 3.142857142857143}. */
    static String exact(double number) {
        return Double.isFinite(number)
                ? text(new BigDecimal(Double.toString(number)), DOUBLE_DIGITS)
                : Double.toString(number);
    }

    /** Writes 15 digits, as .NET Framework does where no format is given: {@code 3.14285714285714}. */
    static String asDotNet(double number) {
        return Double.isFinite(number)
                ? text(new BigDecimal(number).round(FIFTEEN_DIGITS), FIFTEEN_DIGITS.getPrecision())
                : Double.toString(number);
    }

    private static String text(BigDecimal number, int digits) {
        if (number.signum() == 0) {
            return "0";
        }
        BigDecimal shortest = number.stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= LEAST_PLAIN_EXPONENT && exponent < digits) {
            return shortest.toPlainString();
        }
        String mantissa = shortest.movePointLeft(exponent).toPlainString();
        return String.format("%sE%s%02d", mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /** Reads a decimal number strictly: digits with a point, and optionally an exponent. */
    static final class Converter implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            if (!DECIMAL.matcher(text).matches()) {
                throw new TypeConversionException("'" + text
                        + "' is no number (expected digits with a decimal point, such as 15.99, -3 or 1e6)."
                        + (text.contains(",") ? " Write a point instead of the comma." : ""));
            }
            double number = Double.parseDouble(text);
            if (Double.isInfinite(number)) {
                throw new TypeConversionException("'" + text
                        + "' is too large (expected at most 1.7976931348623157e308 on either side of zero).");
            }
            return number;
        }
    }
}
