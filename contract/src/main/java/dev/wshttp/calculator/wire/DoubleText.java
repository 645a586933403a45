// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.wire;

import jakarta.xml.bind.annotation.adapters.XmlAdapter;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Writes an {@code xs:double} as WCF does and reads every legal spelling (XML Schema, part 2, section 3.2.5). It writes {@code 100} and not
 * {@code 100.0}. It writes 15 significant digits, or 17 if 15 do not give the same number again. It writes an exponent from {@code 1E+15} up and
 * from {@code 1E-05} down.
 */
public final class DoubleText extends XmlAdapter<String, Double> {
    private static final String DECIMAL_CHARACTERS = "0123456789+-.eE";
    private static final MathContext SHORT = new MathContext(15);
    private static final MathContext LONG = new MathContext(17);
    private static final int LARGEST_PLAIN_EXPONENT = 14;
    private static final int SMALLEST_PLAIN_EXPONENT = -4;

    /** For JAXB. */
    public DoubleText() {}

    /**
     * Reads a number.
     *
     * @throws NumberFormatException if the text is not an {@code xs:double}
     */
    @Override
    public Double unmarshal(String text) {
        String spelling = text.strip();
        return switch (spelling) {
            case "INF" -> Double.POSITIVE_INFINITY;
            case "-INF" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> decimal(spelling);
        };
    }

    // Java also reads hexadecimal numbers, suffixes and words, which are not xs:double. BigDecimal would need time that
    // grows with the square of the length.
    private static Double decimal(String spelling) {
        if (!spelling.chars().allMatch(character -> DECIMAL_CHARACTERS.indexOf(character) >= 0)) {
            throw new NumberFormatException("The text is no xs:double (expected digits, a point, an exponent)");
        }
        return Double.parseDouble(spelling);
    }

    @Override
    public String marshal(Double number) {
        if (number.isNaN()) {
            return "NaN";
        }
        if (number.isInfinite()) {
            return number > 0 ? "INF" : "-INF";
        }
        if (number == 0) {
            return Double.doubleToRawLongBits(number) == 0 ? "0" : "-0";
        }
        return spell(roundTripping(new BigDecimal(number)).stripTrailingZeros());
    }

    private static BigDecimal roundTripping(BigDecimal exact) {
        BigDecimal shorter = exact.round(SHORT);
        return shorter.doubleValue() == exact.doubleValue() ? shorter : exact.round(LONG);
    }

    private static String spell(BigDecimal number) {
        int exponent = number.precision() - number.scale() - 1;
        if (exponent <= LARGEST_PLAIN_EXPONENT && exponent >= SMALLEST_PLAIN_EXPONENT) {
            return number.toPlainString();
        }
        String power = (exponent < 0 ? "E-" : "E+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return number.movePointLeft(exponent).stripTrailingZeros().toPlainString() + power;
    }
}
