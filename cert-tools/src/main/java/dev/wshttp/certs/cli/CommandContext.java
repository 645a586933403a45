// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import static java.util.Objects.requireNonNull;

import java.io.Console;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/**
 * The environment of a command.
 *
 * @param clock the source of the present time
 * @param random the source of keys, serial numbers and passwords
 * @param environment the value of an environment variable
 * @param prompt asks the user for a password without showing it; the answer is empty if there is no console
 */
record CommandContext(
        Clock clock,
        SecureRandom random,
        Function<String, Optional<String>> environment,
        Function<String, Optional<char[]>> prompt) {

    CommandContext {
        requireNonNull(clock, "clock");
        requireNonNull(random, "random");
        requireNonNull(environment, "environment");
        requireNonNull(prompt, "prompt");
    }

    static CommandContext ofThisProcess() {
        return new CommandContext(
                Clock.systemUTC(),
                new SecureRandom(),
                name -> Optional.ofNullable(System.getenv(name)),
                CommandContext::askAtConsole);
    }

    // Java 17 has no console if standard input is redirected. Java 22 to 24 then read a line of it, or nothing.
    @SuppressWarnings("SystemConsoleNull")
    private static Optional<char[]> askAtConsole(String question) {
        Console console = System.console();
        return console == null ? Optional.empty() : Optional.ofNullable(console.readPassword("%s: ", question));
    }
}
