// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.CredentialFileException;
import dev.wshttp.certs.RandomPassword;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a password from a file, an environment variable or the console. It is never on the command line, which other processes can read. */
final class Passwords {

    private final CommandContext context;

    Passwords(CommandContext context) {
        this.context = context;
    }

    /** Returns the password of an existing store. If no option names it, it is in the file x.password beside x.p12, or the user is asked for it. */
    char[] forOpening(Path store, String option, @Nullable Path file, @Nullable String variable) {
        return given(file, variable, InputFiles::readFirstLine)
                .or(() ->
                        Optional.of(beside(store)).filter(Files::isRegularFile).map(InputFiles::readFirstLine))
                .or(() -> context.prompt().apply("Password of " + store))
                .orElseThrow(() -> new CredentialFileException("No password was given for '" + store
                        + "' and there is no console (expected: a password from a file, an environment variable or the console). Give "
                        + option
                        + "-file FILE or " + option + "-env VARIABLE."));
    }

    private static Path beside(Path store) {
        return store.resolveSibling(InputFiles.stem(store) + ".password");
    }

    /** Returns the password for a new store: a random one if no option names it. */
    char[] forNewStore(@Nullable Path file, @Nullable String variable) {
        return given(file, variable, InputFiles::readPassword)
                .orElseGet(() -> RandomPassword.generate(context.random()));
    }

    private Optional<char[]> given(@Nullable Path file, @Nullable String variable, Function<Path, char[]> reader) {
        if (file != null) {
            return Optional.of(reader.apply(file));
        }
        return variable == null ? Optional.empty() : Optional.of(fromEnvironment(variable));
    }

    private char[] fromEnvironment(String variable) {
        return context.environment()
                .apply(variable)
                .filter(value -> !value.isEmpty())
                .map(String::toCharArray)
                .orElseThrow(() -> new CredentialFileException("The environment variable '" + variable
                        + "' is not set or is empty (expected: the password). Set it, or name a file instead."));
    }
}
