// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import dev.wshttp.security.UntrustedText;
import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Asks a running service whether it accepts calls. It is the health check of the image, because the base of the image need not have any
 * program but Java. Ends with 0 if the {@link HealthPage} answers 200, else with 1 and one line that says why.
 */
public final class HealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    // These differ from ExitCode, because container engines know only these two.
    private static final int HEALTHY = 0;
    private static final int UNHEALTHY = 1;

    private HealthCheck() {}

    /** Asks the page whose address is the only argument, and ends the process. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), PATIENCE, System.err));
    }

    static int run(List<String> arguments, Duration patience, PrintStream err) {
        if (arguments.size() != 1) {
            err.println("The arguments are " + arguments
                    + " (expected one, the address of the page). Try http://127.0.0.1:8080" + HealthPage.PATH + ".");
            return UNHEALTHY;
        }
        return ask(arguments.get(0), patience, err);
    }

    private static int ask(String page, Duration patience, PrintStream err) {
        try {
            int status = status(URI.create(page), patience);
            if (status == HttpURLConnection.HTTP_OK) {
                return HEALTHY;
            }
            err.println("'" + page + "' answered '" + status + "' (expected 200). Is service.health=true?");
        } catch (IOException | IllegalArgumentException unreachable) {
            err.println("'" + page + "' cannot be asked: " + UntrustedText.oneLine(unreachable.toString())
                    + " (expected an answer within "
                    + patience.toMillis() + " ms). See the log of the service.");
        }
        return UNHEALTHY;
    }

    private static int status(URI page, Duration patience) throws IOException {
        if (!(page.toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection connection)) {
            throw new IOException("the address does not start with http:");
        }
        connection.setConnectTimeout(Math.toIntExact(patience.toMillis()));
        connection.setReadTimeout(Math.toIntExact(patience.toMillis()));
        connection.setInstanceFollowRedirects(false);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
