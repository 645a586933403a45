// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.X509FindType;
import dev.wshttp.security.internal.settings.ConstantName;
import dev.wshttp.security.internal.settings.Format;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Translates a value from the form of .NET in a configuration file into the form of a native key.
 *
 * @param expected completes the sentence "expected ..." of the error message
 * @param translation returns empty, or throws an {@link IllegalArgumentException}, if the text is not of this type
 */
record WcfType(String expected, Function<String, Optional<String>> translation) {
    // [-][d.]hh:mm:ss[.fffffff] (System.TimeSpan), hours to 23, the others to 59; no setting here may be negative.
    private static final Pattern TIME_SPAN =
            Pattern.compile("(?:(\\d{1,8})\\.)?([01]?\\d|2[0-3]):([0-5]?\\d)(?::([0-5]?\\d)(\\.\\d{1,7})?)?");
    // TimeSpan.MaxValue
    private static final Duration LONGEST_TIME = Duration.parse("PT256204778H48M5.4775807S");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");
    private static final BigInteger LARGEST_COUNT = BigInteger.valueOf(Integer.MAX_VALUE);

    // The names by which .NET knows the three encodings of WCF, in any case.
    private static final Map<String, String> TEXT_ENCODINGS = Map.of(
            "utf-8", "utf-8",
            "utf-16", "utf-16",
            "utf-16le", "utf-16",
            "unicode", "utf-16",
            "unicodefffe", "unicodeFFFE",
            "utf-16be", "unicodeFFFE");

    static final WcfType TEXT = new WcfType("a text", Optional::of);
    static final WcfType NAME = new WcfType(
            "a name such as 'Contoso.com': no certificate is for an empty one",
            text -> Optional.of(text).filter(name -> !name.isBlank()));
    static final WcfType FLAG = new WcfType("'true' or 'false'", WcfType::flag);
    static final WcfType NUMBER = new WcfType("a whole number", WcfType::number);
    static final WcfType COUNT = new WcfType(
            "a whole number from 1 to " + LARGEST_COUNT + "; WCF does not open a channel with more either",
            text -> number(text)
                    .filter(digits -> !digits.equals("0") && new BigInteger(digits).compareTo(LARGEST_COUNT) <= 0));
    static final WcfType TIME = new WcfType(
            "a time such as '00:10:00', '1.00:00:00' for a day, or 'Infinite'",
            text -> time(text).map(Duration::toString));
    static final WcfType ALGORITHM_SUITE =
            new WcfType("'Default' or one of " + suites(), text -> Optional.of(suite(text)));
    static final WcfType MESSAGE_ENCODING = new WcfType(
            "one of Text, Mtom",
            text -> Optional.ofNullable(Map.of("Text", "text", "Mtom", "mtom").get(text)));
    static final WcfType TEXT_ENCODING = new WcfType(
            "'utf-8', 'utf-16' or 'unicodeFFFE'",
            text -> Optional.ofNullable(TEXT_ENCODINGS.get(text.toLowerCase(Locale.ROOT))));
    static final WcfType FIND_TYPE = new WcfType(
            "one of " + findTypes(),
            text -> Arrays.stream(X509FindType.values())
                    .filter(type -> new ConstantName(type.name()).camel().equals(text))
                    .findFirst()
                    .map(X509FindType::toString));

    static final WcfType AUDIT_LEVEL = new WcfType(
            "one of None, Success, Failure, SuccessOrFailure",
            text -> Optional.ofNullable(Map.of(
                            "None",
                            "none",
                            "Success",
                            "success",
                            "Failure",
                            "failure",
                            "SuccessOrFailure",
                            "success-or-failure")
                    .get(text)));

    static final WcfType HTTP_ADDRESS = address(
            Format.HTTP_ADDRESS,
            ". WCF itself refuses https:// with the mode Message; for a gateway with TLS, set the key message-security.via to its https://"
                    + " address");
    static final WcfType LISTEN_ADDRESS = address(Format.LISTEN_ADDRESS, "");

    /** Returns the type of names out of a list; they are case-sensitive, as in .NET. */
    static WcfType oneOf(String... names) {
        List<String> all = List.of(names);
        return new WcfType(
                "one of " + String.join(", ", all), text -> Optional.of(text).filter(all::contains));
    }

    Optional<String> translate(String text) {
        try {
            return translation.apply(text.strip());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    static Optional<Duration> time(String text) {
        // WCF: TimeSpanOrInfiniteConverter.
        if (text.equalsIgnoreCase("Infinite")) {
            return Optional.of(LONGEST_TIME);
        }
        var parts = TIME_SPAN.matcher(text);
        return parts.matches()
                ? Optional.of(Duration.ofDays(part(parts.group(1)))
                                .plusHours(part(parts.group(2)))
                                .plusMinutes(part(parts.group(3)))
                                .plusSeconds(part(parts.group(4)))
                                .plusNanos(nanos(parts.group(5))))
                        .filter(time -> time.compareTo(LONGEST_TIME) <= 0)
                : Optional.empty();
    }

    private static WcfType address(Format<URI> format, String advice) {
        return new WcfType(
                format.expected() + advice, text -> format.parse(text).map(URI::toString));
    }

    private static long part(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static long nanos(@Nullable String fraction) {
        return fraction == null
                ? 0
                : new BigDecimal("0" + fraction).movePointRight(9).longValueExact();
    }

    private static Optional<String> flag(String text) {
        String plain = text.toLowerCase(Locale.ROOT);
        return plain.equals("true") || plain.equals("false") ? Optional.of(plain) : Optional.empty();
    }

    private static Optional<String> number(String text) {
        return DIGITS.matcher(text).matches() ? Optional.of(new BigInteger(text).toString()) : Optional.empty();
    }

    // WCF: SecurityAlgorithmSuite.Default is Basic256.
    private static String suite(String name) {
        return (name.equals("Default") ? AlgorithmSuite.BASIC256 : AlgorithmSuite.named(name)).configurationName();
    }

    private static String suites() {
        return Arrays.stream(AlgorithmSuite.values())
                .map(suite -> new ConstantName(suite.name()).camel())
                .collect(Collectors.joining(", "));
    }

    private static String findTypes() {
        return Arrays.stream(X509FindType.values())
                .map(type -> new ConstantName(type.name()).camel())
                .collect(Collectors.joining(", "));
    }
}
