// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a file name without a directory. */
final class FileNameConverter implements ITypeConverter<String> {

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

    @Override
    public String convert(String value) {
        if (!PLAIN_NAME.matcher(value).matches()) {
            throw new TypeConversionException(
                    "'" + value + "' is not a plain file name (expected: letters, digits, '.', '_' and '-')");
        }
        return value;
    }
}
