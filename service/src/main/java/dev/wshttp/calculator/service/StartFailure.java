// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import dev.wshttp.security.MessageSecurityException;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * The reason why the service does not start, in words for its operator.
 *
 * @param exitCode of the process
 * @param message what failed, what was found, what was expected and what to do
 */
record StartFailure(int exitCode, String message) {
    static StartFailure ofSettings(MessageSecurityException refused) {
        int exitCode = switch (refused.fault()) {
            case CERTIFICATE_NOT_TRUSTED,
                    CERTIFICATE_NOT_IN_VALIDITY,
                    CERTIFICATE_REVOKED,
                    CERTIFICATE_PURPOSE_WRONG,
                    CERTIFICATE_KEY_NOT_ACCEPTED -> ExitCode.CERTIFICATE;
            case INTERNAL_ERROR -> ExitCode.UNEXPECTED;
            default -> ExitCode.CONFIGURATION;
        };
        return new StartFailure(exitCode, refused.getMessage() + " [" + refused.fault() + "]");
    }

    static StartFailure ofBinding(URI listenOn, IOException refused) {
        return cannotListen(listenOn, refused, remedy(refused));
    }

    static StartFailure ofMetrics(CannotListenException refused) {
        return cannotListen(
                refused.address(),
                refused.reason(),
                "Set service.metrics-listen-uri to a free port of this machine that clients do not reach, or service.metrics=false.");
    }

    private static StartFailure cannotListen(URI listenOn, IOException refused, String remedy) {
        return new StartFailure(
                ExitCode.CANNOT_BIND,
                "Cannot listen on '" + listenOn + "': " + found(refused)
                        + " (expected a host of this machine and a free port). " + remedy);
    }

    private static String found(IOException refused) {
        return refused instanceof UnknownHostException ? "the host is not known" : String.valueOf(refused.getMessage());
    }

    private static String remedy(IOException refused) {
        boolean taken = refused instanceof BindException
                && String.valueOf(refused.getMessage()).contains("in use");
        return taken
                ? "Stop the process that has the port, or set message-security.listen-uri or message-security.address to another port."
                : "Set message-security.listen-uri to an address of this machine, such as http://0.0.0.0:8080/Calculator.";
    }
}
