// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.RsaKeys;
import dev.wshttp.certs.Validity;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for new keys and the validity of their certificates. */
final class NewKeyOptions {

    private static final int MAXIMUM_DAYS = 36_500;

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "365",
            converter = Days.class,
            description = "Days from the start until the certificates expire. Default: ${DEFAULT-VALUE}.")
    private int days = 365;

    @Option(
            names = "--not-before",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description = "Start of validity, as in 2027-01-31T08:00:00Z. "
                    + "Default: 5 minutes ago, for peers with a slow clock.")
    private @Nullable Instant notBefore;

    @Option(
            names = "--key-size",
            paramLabel = "BITS",
            defaultValue = "2048",
            converter = KeySize.class,
            description = "Size of the RSA keys: 2048, 3072 or 4096. Default: ${DEFAULT-VALUE}.")
    private int keySizeBits = RsaKeys.MINIMUM_BITS;

    Validity validity(CommandContext context) {
        var start = notBefore;
        var length = Duration.ofDays(days);
        return start == null ? Validity.startingNow(context.clock(), length) : Validity.startingAt(start, length);
    }

    /** Returns a validity that starts now, with the usual time before it. */
    static Validity validity(CommandContext context, int days) {
        return Validity.startingNow(context.clock(), Duration.ofDays(days));
    }

    KeyPair generateKeyPair(CommandContext context) {
        return RsaKeys.generate(keySizeBits, context.random());
    }

    static final class Days implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            try {
                var days = Integer.parseInt(value);
                if (days >= 1 && days <= MAXIMUM_DAYS) {
                    return days;
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException(message(value));
            }
            throw new TypeConversionException(message(value));
        }

        private static String message(String value) {
            return "'" + value + "' is not a number of days (expected: 1 to " + MAXIMUM_DAYS + ")";
        }
    }

    static final class KeySize implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return switch (value) {
                case "2048", "3072", "4096" -> Integer.valueOf(value);
                default ->
                    throw new TypeConversionException(
                            "'" + value + "' is not a key size (expected: 2048, 3072 or 4096)");
            };
        }
    }

    static final class InstantConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String value) {
            try {
                return Instant.parse(value);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException(
                        "'" + value + "' is not an instant (expected: UTC such as 2027-01-31T08:00:00Z)");
            }
        }
    }
}
